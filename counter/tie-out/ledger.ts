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

/** The books of one counter, from which its claims are taken out one by one. */
export interface LedgerMatch {
  readonly open: Map<string, LedgerRow[]>;
  readonly findings: LedgerFinding[];
  /** Of what was compared. */
  rows: number;
  paise: number;
}

export function startLedger(rows: readonly LedgerRow[], counter: string): LedgerMatch {
  const open = new Map<string, LedgerRow[]>();
  for (const row of rows) {
    if (row.counter !== counter) continue;
    const same = open.get(row.uid);
    if (same === undefined) open.set(row.uid, [row]);
    else same.push(row);
  }
  return { open, findings: [], rows: 0, paise: 0 };
}

/** Compares one claim with the books and takes its rows out of them, in place. */
export function matchClaim(match: LedgerMatch, claim: Claim): void {
  const rows = match.open.get(claim.uid) ?? [];
  match.open.delete(claim.uid);
  const ledgerPaise = rows.reduce((paise, each) => paise + each.amountPaise, 0);
  match.rows += rows.length;
  match.paise += ledgerPaise;
  const is = differenceOf(claim, rows);
  if (is === null) return;
  const { epoch, seq, uid } = claim;
  match.findings.push({ is, epoch, seq, uid, counterPaise: creditedBy(claim), ledgerPaise });
}

/** What is left is of other dates, which `isOfOtherDates` tells by uid, or of no entry at all. */
export function endLedger(match: LedgerMatch, isOfOtherDates: (uid: string) => boolean): void {
  for (const { epoch, seq, uid, amountPaise } of [...match.open.values()].flat()) {
    if (isOfOtherDates(uid)) continue;
    match.rows += 1;
    match.paise += amountPaise;
    const money = { counterPaise: 0, ledgerPaise: amountPaise };
    match.findings.push({ is: 'no-such-entry', epoch, seq, uid, ...money });
  }
}

function differenceOf(claim: Claim, [row, ...more]: readonly LedgerRow[]): LedgerDifference | null {
  const word = standingWord(claim);
  const isCredited = word?.credit === 'applied';
  if (row === undefined) return isCredited ? 'credit-missing' : null;
  if (more.length > 0) return 'credit-doubled';
  if (row.epoch !== claim.epoch || row.seq !== claim.seq) return 'other-place';
  if (!isCredited) return 'credit-not-told';
  if (row.amountPaise !== creditedBy(claim)) return 'other-amount';
  const consumer = word.consumer ?? claim.consumer;
  return consumer !== null && row.consumer !== consumer ? 'other-consumer' : null;
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
