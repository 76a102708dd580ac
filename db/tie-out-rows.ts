import type { Answer } from '../counter/journal/answer.ts';
import type { EntryKind } from '../counter/journal/entry.ts';
import type { CashBack, Claim, MoneyRow, Stray, Word } from '../counter/tie-out/row.ts';
import { kolkataDate } from '../counter/time.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';
import { storedJson } from './stored-json.ts';

/** How far the tables count: they only grow, so these two bounds are one moment of the journal. */
export interface MomentBounds {
  readonly lastSeq: number;
  readonly lastAnswer: number;
}

export interface MoneyEntry {
  readonly seq: number;
  readonly epoch: number;
  readonly uid: string;
  readonly kind: EntryKind;
  readonly ref: string | null;
  readonly receiptNumber: string | null;
  readonly consumer: string | null;
  readonly amountPaise: number | null;
  readonly at: number;
  readonly businessDate: string | null;
  readonly shift: string | null;
  readonly consumerName: string | null;
}

export const moneyColumns = `seq, epoch, uid, kind, ref, receipt_number AS receiptNumber, at,
  business_date AS businessDate, shift,
  coalesce(consumer, json_extract(body, '$.consumer'), json_extract(body, '$.credit.consumer')) AS consumer,
  json_extract(body, '$.consumerName') AS consumerName,
  coalesce(amount_paise, json_extract(body, '$.amountPaise'),
    json_extract(body, '$.credit.amountPaise')) AS amountPaise`;
const consequencesSql = `SELECT ${moneyColumns} FROM entry WHERE ref = ? AND seq > ? AND seq <= ?
  AND kind IN ('cancellation', 'refund', 'refusal settled') ORDER BY seq`;
const wordsSql = 'SELECT seq, text FROM answer WHERE seq BETWEEN ? AND ? AND n <= ? ORDER BY seq, turn';
const byUidSql = 'SELECT seq, kind, ref FROM entry WHERE uid = ?';

export function claimOf(entry: MoneyEntry, words: readonly Word[]): Claim {
  const { epoch, seq, uid, consumer, amountPaise } = entry;
  // The office finds the consumer whom the counter did not know: none is claimed, so none can differ.
  const isNamed = entry.kind !== 'recharge' || entry.consumerName !== null;
  return {
    epoch,
    seq,
    uid,
    consumer: isNamed ? consumer : null,
    amountPaise: amountPaise ?? 0,
    businessDate: entry.businessDate ?? kolkataDate(entry.at),
    words,
  };
}

export function moneyRow(db: ReadableDb, moment: MomentBounds, entry: MoneyEntry, claim: Claim): MoneyRow {
  const consequences = consequencesOf(db, moment, entry);
  const { receiptNumber, consumer, at, shift } = entry;
  return {
    receipt: {
      ...claim,
      receiptNumber: receiptNumber ?? '',
      consumerTyped: consumer ?? '',
      takenAt: at,
      shift: shift ?? '',
    },
    settlements: consequences.flatMap(({ settlement }) => settlement ?? []),
    backs: consequences.flatMap(({ back }) => back ?? []),
  };
}

/** A settlement may also only tell of one that was made elsewhere; then it asks for nothing. */
export function asksForCredit({ kind, amountPaise }: MoneyEntry): boolean {
  return kind === 'recharge' || (kind === 'refusal settled' && amountPaise !== null);
}

interface Consequence {
  readonly seq: number;
  readonly settlement?: Claim;
  readonly back?: CashBack;
}

/** Also those of a settlement of the entry, and so on to the end. A reference points back, so this ends. */
function consequencesOf(
  db: ReadableDb,
  moment: MomentBounds,
  { uid, seq }: Pick<MoneyEntry, 'uid' | 'seq'>,
): readonly Consequence[] {
  const found: Consequence[] = [];
  for (const entry of statement<MoneyEntry>(db, consequencesSql).all(uid, seq, moment.lastSeq)) {
    if (entry.kind === 'cancellation' || entry.kind === 'refund') {
      const back = { kind: entry.kind, seq: entry.seq, amountPaise: entry.amountPaise ?? 0 };
      found.push({ seq: entry.seq, back });
    } else if (asksForCredit(entry)) {
      const words = wordsBetween(db, entry.seq, entry.seq, moment).get(entry.seq) ?? [];
      found.push({ seq: entry.seq, settlement: claimOf(entry, words) });
      found.push(...consequencesOf(db, moment, entry));
    }
  }
  return found.toSorted((left, right) => left.seq - right.seq);
}

export function wordsBetween(
  db: ReadableDb,
  fromSeq: number,
  toSeq: number,
  { lastAnswer }: MomentBounds,
): ReadonlyMap<number, readonly Word[]> {
  const words = new Map<number, Word[]>();
  for (const { seq, text } of statement<{ seq: number; text: string }>(db, wordsSql).all(
    fromSeq,
    toSeq,
    lastAnswer,
  )) {
    const answer = storedJson<Answer>(text);
    const known = words.get(seq);
    if (known === undefined) words.set(seq, [answer]);
    else known.push(answer);
  }
  return words;
}

export function strayOf(
  db: ReadableDb,
  entry: MoneyEntry,
  { words, amountPaise, businessDate }: Claim,
): Stray | null {
  const { seq, kind } = entry;
  const isSettlement = kind === 'refusal settled' && asksForCredit(entry);
  const isCashBack = kind === 'cancellation' || kind === 'refund';
  const applied = words.findLast(({ credit }) => credit === 'applied');
  const belongs = (isSettlement || isCashBack) && leadsToReceipt(db, entry);
  if (belongs && (isSettlement || applied === undefined)) return null;
  const stray = (reason: Stray['reason']): Stray => ({
    seq,
    reason,
    amountPaise: applied?.amountPaise ?? amountPaise,
    businessDate,
  });
  if (applied !== undefined) return stray('credit-without-receipt');
  if (isCashBack) return stray('cash-back-without-receipt');
  return isSettlement ? stray('settlement-without-receipt') : null;
}

function leadsToReceipt(db: ReadableDb, entry: Pick<MoneyEntry, 'seq' | 'ref'>): boolean {
  const about =
    entry.ref === null
      ? undefined
      : statement<Pick<MoneyEntry, 'seq' | 'kind' | 'ref'>>(db, byUidSql).get(entry.ref);
  if (about === undefined || about.seq >= entry.seq) return false;
  return about.kind === 'recharge' || (about.kind === 'refusal settled' && leadsToReceipt(db, about));
}
