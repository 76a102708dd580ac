import type { SendingState } from '../counter/outage/sending-state.ts';
import { assertNever } from '../counter/result.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';

/** Entries `fromSeq` to `toSeq`; empty where `toSeq` is less. */
export interface SeqRange {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** What was typed into the search box, as the columns of the journal can be asked for it. */
export type RowSearch =
  | { readonly by: 'receipt'; readonly receiptNumber: string }
  | { readonly by: 'consumers'; readonly consumers: readonly string[] }
  /** A short number is an amount in rupees, or the end of a receipt number. */
  | { readonly by: 'digits'; readonly amountPaise: number; readonly tail: string };

export interface RowFilter {
  /** Null for every state. It only leaves out what cannot be in it: the row's facts decide. */
  readonly state: SendingState | null;
  readonly search: RowSearch | null;
}

/** A row as it was written; `body` is canonical JSON of the whole entry. */
export interface RawRow {
  readonly seq: number;
  readonly uid: string;
  readonly body: string;
}

/** Rows of the range that may be in the filter, newest first. */
export function rowsBetween(db: ReadableDb, range: SeqRange, filter: RowFilter, limit: number): RawRow[] {
  const { sql, values } = rowsQuery(filter);
  return statement<RawRow>(db, sql).all({ ...values, ...range, limit });
}

/** The question itself, for who wants to see how it is answered. */
export function rowsQuery({ state, search }: RowFilter): {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number>>;
} {
  const found = search === null ? null : searchedFor(search);
  const conditions = [
    // Without an index on other kinds a consumer or a receipt is looked up among the recharges alone.
    found?.recharges === true ? "kind = 'recharge'" : "kind IN ('recharge', 'refund', 'refusal settled')",
    'seq BETWEEN :fromSeq AND :toSeq',
    ...(found === null ? [] : [found.condition]),
    ...(state === null ? [] : conditionOf(state)),
  ];
  const sql = `SELECT seq, uid, body FROM entry WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT :limit`;
  return { sql, values: found?.values ?? {} };
}

interface Condition {
  readonly condition: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly recharges: boolean;
}

function searchedFor(search: RowSearch): Condition {
  switch (search.by) {
    case 'receipt':
      return {
        condition: 'receipt_number = :receiptNumber',
        values: { receiptNumber: search.receiptNumber },
        recharges: true,
      };
    case 'consumers':
      return {
        condition: 'consumer IN (SELECT value FROM json_each(:consumers))',
        values: { consumers: JSON.stringify(search.consumers) },
        recharges: true,
      };
    case 'digits':
      return {
        condition: '(amount_paise = :amountPaise OR substr(receipt_number, -6) = :tail)',
        values: { amountPaise: search.amountPaise, tail: search.tail },
        recharges: true,
      };
    default:
      return assertNever(search);
  }
}

const answered = (credits: string) =>
  `EXISTS (SELECT 1 FROM answer WHERE answer.seq = entry.seq AND credit IN (${credits}))`;
const actedUpon = (kind: string) =>
  `EXISTS (SELECT 1 FROM entry AS act WHERE act.ref = entry.uid AND act.kind = '${kind}')`;
const creditedOtherwise = `(amount_paise IS NULL OR EXISTS (
  SELECT 1 FROM answer WHERE answer.seq = entry.seq AND credit = 'applied'
    AND (json_extract(text, '$.amountPaise') <> entry.amount_paise OR json_extract(text, '$.consumer') <> entry.consumer)))`;

function conditionOf(state: SendingState): string[] {
  switch (state) {
    case 'unsent':
    case 'offered':
      // Their place in the journal says all: the range is theirs.
      return [];
    case 'pending':
    case 'suspense':
      return [`NOT ${answered("'applied', 'rejected'")}`];
    case 'refused':
      return [answered("'rejected'")];
    case 'credited':
      return [answered("'applied'")];
    case 'differs':
      return [answered("'applied'"), creditedOtherwise];
    case 'cancelled':
      return [actedUpon('cancellation')];
    case 'refunded':
      return [actedUpon('refund')];
    case 'settling':
    case 'settled':
      return [actedUpon('refusal settled')];
    case 'recorded':
      return ["kind <> 'recharge'"];
    default:
      return assertNever(state);
  }
}

/** Where in the journal the rows of a business date lie, all its sessions; null where it was never opened. */
export function rangeOfDate(db: ReadableDb, businessDate: string): SeqRange | null {
  const sql = `SELECT (SELECT seq FROM entry WHERE uid = first.day) AS fromSeq,
      (SELECT seq FROM entry WHERE uid = (SELECT day FROM day_state WHERE opened_at > last.opened_at
        ORDER BY opened_at LIMIT 1)) AS nextSeq
    FROM (SELECT day FROM day_state WHERE business_date = :date ORDER BY opened_at LIMIT 1) AS first,
      (SELECT opened_at FROM day_state WHERE business_date = :date ORDER BY opened_at DESC LIMIT 1) AS last`;
  const row = statement<{ fromSeq: number; nextSeq: number | null }>(db, sql).get({ date: businessDate });
  return row === undefined
    ? null
    : { fromSeq: row.fromSeq, toSeq: (row.nextSeq ?? Number.MAX_SAFE_INTEGER) - 1 };
}

/** The same for an outage: from its beginning, which may lie before its opening, until its close. */
export function rangeOfOutage(db: ReadableDb, outage: string): SeqRange | null {
  const sql = `SELECT since, (SELECT seq FROM entry WHERE uid = :outage) AS openedSeq,
      (SELECT min(seq) FROM entry WHERE ref = :outage AND kind = 'outage closed') AS closedSeq
    FROM outage_state WHERE outage = :outage`;
  const row = statement<{ since: number; openedSeq: number; closedSeq: number | null }>(db, sql).get({
    outage,
  });
  if (row === undefined) return null;
  const fromSeq = Math.min(row.openedSeq, firstSeqFrom(db, row.since, row.openedSeq));
  return { fromSeq, toSeq: row.closedSeq ?? Number.MAX_SAFE_INTEGER };
}

/** The first entry at or after a time, by halving: times rise with the numbers, and no index is needed. */
function firstSeqFrom(db: ReadableDb, atMs: number, beforeSeq: number): number {
  let low = 1;
  let high = beforeSeq;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((entryTime(db, middle) ?? 0) >= atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Wall time of an entry, UTC milliseconds; null where there is none. */
export function entryTime(db: ReadableDb, seq: number): number | null {
  return statement<{ at: number }>(db, timeOf).get(seq)?.at ?? null;
}

const timeOf = 'SELECT at FROM entry WHERE seq = ?';

export interface OutageChoice {
  readonly outage: string;
  readonly name: string;
  readonly since: number;
  readonly closedAt: number | null;
}

/** Newest first. */
export function latestOutages(db: ReadableDb, limit: number): OutageChoice[] {
  const sql = `SELECT outage, name, since, closed_at AS closedAt FROM outage_state
    ORDER BY since DESC, outage DESC LIMIT ?`;
  return statement<OutageChoice>(db, sql).all(limit);
}

/** Business dates that were opened, newest first. */
export function latestDates(db: ReadableDb, limit: number): string[] {
  const sql = 'SELECT DISTINCT business_date AS date FROM day_state ORDER BY business_date DESC LIMIT ?';
  return statement<{ date: string }>(db, sql)
    .all(limit)
    .map(({ date }) => date);
}
