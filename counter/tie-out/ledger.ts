import { limits } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import { creditedBy } from './judge-row.ts';
import { type Claim, standingWord } from './row.ts';

/** One final credit in the head end's own books. */
export interface LedgerRow {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  readonly consumer: string;
  readonly amountPaise: number;
  readonly reference: string;
}

export const ledgerDifferences = [
  /** The head end's answer says credited, its books do not. */
  'credit-missing',
  'credit-doubled',
  'other-amount',
  'other-consumer',
  'other-place',
  /** Its books say credited; no answer of it here says so. */
  'credit-not-told',
  /** Its books credit an entry that this counter never made. */
  'no-such-entry',
] as const;
export type LedgerDifference = (typeof ledgerDifferences)[number];

export interface LedgerFinding {
  readonly is: LedgerDifference;
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  /** By the counter's answers, and by the books. */
  readonly counterPaise: number;
  readonly ledgerPaise: number;
}

const header = 'counter,epoch,seq,uid,consumer,amountPaise,reference';

/** Reads `headend-ledger.csv`. The error names the line. */
export function parseLedger(text: string): Result<readonly LedgerRow[], string> {
  const [first, ...lines] = text.replace(/^\u{feff}/u, '').split(/\r?\n/u);
  if (first !== header) return err(`the first line is not ${header}`);
  if (lines.at(-1) === '') lines.pop();
  const rows: LedgerRow[] = [];
  for (const [index, line] of lines.entries()) {
    const row = rowOf(cellsOf(line));
    if (row === null) return err(`line ${index + 2} is no row of a ledger`);
    rows.push(row);
  }
  return ok(rows);
}

/** The rows of one counter, to be taken away one by one as their claims come by. */
export type OpenLedger = Map<string, LedgerRow[]>;

export function openLedger(rows: readonly LedgerRow[], counter: string): OpenLedger {
  const open: OpenLedger = new Map();
  for (const row of rows) {
    if (row.counter !== counter) continue;
    const same = open.get(row.uid);
    if (same === undefined) open.set(row.uid, [row]);
    else same.push(row);
  }
  return open;
}

/** Compares one claim with the books and takes its rows out of them. */
export function matchClaim(open: OpenLedger, claim: Claim): LedgerFinding[] {
  const rows = open.get(claim.uid) ?? [];
  open.delete(claim.uid);
  const isCredited = standingWord(claim)?.credit === 'applied';
  const counterPaise = creditedBy(claim);
  const { epoch, seq, uid } = claim;
  const finding = (is: LedgerDifference, ledgerPaise: number): LedgerFinding => ({
    is,
    epoch,
    seq,
    uid,
    counterPaise,
    ledgerPaise,
  });
  const [row, ...more] = rows;
  if (row === undefined) return isCredited ? [finding('credit-missing', 0)] : [];
  const sumPaise = rows.reduce((paise, each) => paise + each.amountPaise, 0);
  if (more.length > 0) return [finding('credit-doubled', sumPaise)];
  if (row.epoch !== epoch || row.seq !== seq) return [finding('other-place', sumPaise)];
  if (!isCredited) return [finding('credit-not-told', sumPaise)];
  if (row.amountPaise !== counterPaise) return [finding('other-amount', sumPaise)];
  const consumer = standingWord(claim)?.consumer ?? claim.consumer;
  return consumer !== null && row.consumer !== consumer ? [finding('other-consumer', sumPaise)] : [];
}

/** What is left in the books when every claim of the journal has been taken out. */
export function leftInLedger(open: OpenLedger): LedgerFinding[] {
  return [...open.values()].flat().map(({ epoch, seq, uid, amountPaise }) => ({
    is: 'no-such-entry',
    epoch,
    seq,
    uid,
    counterPaise: 0,
    ledgerPaise: amountPaise,
  }));
}

/** Cells of one line; a quoted one may hold commas, and an apostrophe keeps a spreadsheet from computing. */
function cellsOf(line: string): string[] {
  const cells = line.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^",]*)/gu) ?? [];
  if (cells.join('') !== line) return [];
  return cells.map((cell, index) => {
    const bare = index === 0 && !cell.startsWith(',') ? cell : cell.slice(1);
    const text = bare.startsWith('"') ? bare.slice(1, -1).replaceAll('""', '"') : bare;
    return /^'[=+\-@\t\r]/u.test(text) ? text.slice(1) : text;
  });
}

function rowOf(cells: readonly string[]): LedgerRow | null {
  if (cells.length !== 7) return null;
  const [counter = '', epoch = '', seq = '', uid = '', consumer = '', amount = '', reference = ''] = cells;
  const numbers = [epoch, seq, amount].map((cell) => (/^\d{1,16}$/u.test(cell) ? Number(cell) : Number.NaN));
  const [epochNumber = 0, seqNumber = 0, amountPaise = 0] = numbers;
  const isWhole = numbers.every(Number.isSafeInteger) && amountPaise <= limits.amountPaiseMax;
  if (!isWhole || uid.length !== 36 || counter === '') return null;
  return { counter, epoch: epochNumber, seq: seqNumber, uid, consumer, amountPaise, reference };
}
