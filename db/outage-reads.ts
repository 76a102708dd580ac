import type { Recharge } from '../counter/journal/recharge-entries.ts';
import { readBody } from '../counter/journal/read-body.ts';
import type { Word } from '../counter/outage/outage-waiting.ts';
import { rowStateOf, type RowFacts, type RowState } from '../counter/outage/row-state.ts';
import { assert } from '../counter/result.ts';
import { ackedSeq, latestAnswer } from './answer-reads.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';

/** An outage as the journal holds it. `since` may lie before its opening; all times in UTC milliseconds. */
export interface RecordedOutage {
  readonly outage: string;
  readonly name: string;
  readonly cause: string;
  readonly since: number;
  readonly opened: ActOfPerson;
  /** Null while it is open. */
  readonly closed: ActOfPerson | null;
}

export interface ActOfPerson {
  readonly seq: number;
  readonly at: number;
  readonly person: string;
}

/** A recharge that was taken while an outage lasted, and where its money is now. */
export interface OutageRow {
  readonly seq: number;
  readonly epoch: number;
  readonly uid: string;
  readonly at: number;
  readonly businessDate: string;
  readonly receiptNumber: string;
  readonly amountPaise: number;
  readonly state: RowState;
  /** Something has been asked of the head end for it, and it has not said yet. */
  readonly isUnderWay: boolean;
  /** Further copies of its receipt that are proved on paper. */
  readonly duplicates: number;
}

interface OutageText {
  readonly outage: string;
  readonly name: string;
  readonly cause: string;
  readonly since: number;
}

const outageColumns = 'outage, name, cause, since';

export function outageByUid(db: ReadableDb, uid: string): RecordedOutage | null {
  const sql = `SELECT ${outageColumns} FROM outage_state WHERE outage = ?`;
  const row = statement<OutageText>(db, sql).get(uid);
  return row === undefined ? null : withActs(db, row);
}

/** Newest first. */
export function recentOutages(db: ReadableDb, limit: number): RecordedOutage[] {
  const sql = `SELECT ${outageColumns} FROM outage_state ORDER BY since DESC, outage DESC LIMIT ?`;
  return statement<OutageText>(db, sql)
    .all(limit)
    .map((row) => withActs(db, row));
}

/** Every name that an outage of this counter ever had. */
export function outageNames(db: ReadableDb): ReadonlySet<string> {
  const rows = statement<{ name: string }>(db, 'SELECT name FROM outage_state').all();
  return new Set(rows.map(({ name }) => name));
}

/** Null for an outage that this journal does not hold. */
export function outageNameOf(db: ReadableDb, uid: string): string | null {
  const sql = 'SELECT name FROM outage_state WHERE outage = ?';
  return statement<{ name: string }>(db, sql).get(uid)?.name ?? null;
}

/** When the head end's last word was stored; null before its first. */
export function lastWordAt(db: ReadableDb): number | null {
  const sql = 'SELECT stored_at AS at FROM acknowledgement ORDER BY n DESC LIMIT 1';
  return statement<{ at: number }>(db, sql).get()?.at ?? null;
}

/** The acknowledgements from `since` on, in the order in which they came. */
export function wordsSince(db: ReadableDb, since: number): Word[] {
  const sql =
    'SELECT stored_at AS at, acked_seq AS ackedSeq FROM acknowledgement WHERE stored_at >= ? ORDER BY n';
  return statement<Word>(db, sql).all(since);
}

/**
 * The recharges taken from the beginning of an outage until its close, by seq. The beginning is a time, and a
 * clock may have been put back since: from its opening on the order of the journal decides.
 */
export function outageRows(db: ReadableDb, outage: RecordedOutage): OutageRow[] {
  const acked = ackedSeq(db);
  const until = outage.closed?.seq ?? Number.MAX_SAFE_INTEGER;
  return statement<RechargeRow>(db, rechargesOf)
    .all(outage.opened.seq, outage.since, until)
    .map((row) => rowOf(db, row, acked));
}

interface RechargeRow {
  readonly seq: number;
  readonly uid: string;
  readonly body: string;
  readonly acts: string | null;
  readonly duplicates: number;
}

const rechargesOf = `SELECT seq, uid, body,
    (SELECT group_concat(act.kind) FROM entry AS act WHERE act.ref = entry.uid) AS acts,
    (SELECT count(*) FROM print_job WHERE entry = entry.uid AND slip IN ('receipt', 'confirmed-slip') AND copy > 0
      AND EXISTS (SELECT 1 FROM print_step WHERE job = id AND state = 'confirmed')) AS duplicates
  FROM entry WHERE kind = 'recharge'
    AND seq > ifnull((SELECT seq FROM entry WHERE seq < ? AND at < ? ORDER BY seq DESC LIMIT 1), 0) AND seq < ?
  ORDER BY seq`;

function rowOf(db: ReadableDb, row: RechargeRow, acked: number): OutageRow {
  const recharge = readBody(row.body);
  assert(recharge?.kind === 'recharge', `entry ${row.seq} is a recharge`);
  const facts = factsOf(db, row, recharge, acked);
  return {
    seq: row.seq,
    epoch: recharge.epoch,
    uid: row.uid,
    at: recharge.at,
    businessDate: recharge.businessDate ?? '',
    receiptNumber: recharge.receiptNumber,
    amountPaise: recharge.amountPaise,
    state: rowStateOf(facts),
    isUnderWay: facts.settlement === 'under-way',
    duplicates: row.duplicates,
  };
}

function factsOf(
  db: ReadableDb,
  { seq, uid, acts }: RechargeRow,
  { consumer, amountPaise }: Recharge,
  acked: number,
): RowFacts {
  const kinds = new Set(acts?.split(',') ?? []);
  return {
    consumer,
    amountPaise,
    acknowledged: seq <= acked,
    answer: latestAnswer(db, seq),
    cancelled: kinds.has('cancellation'),
    refunded: kinds.has('refund'),
    settlement: kinds.has('refusal settled') ? settlementOf(db, uid) : null,
  };
}

/** A refused settlement is settled by a further one, and so on: the last of them counts. */
function settlementOf(db: ReadableDb, uid: string): RowFacts['settlement'] {
  const sql =
    "SELECT seq, uid FROM entry WHERE ref = ? AND kind = 'refusal settled' ORDER BY seq DESC LIMIT 1";
  let last: { readonly seq: number; readonly uid: string } | null = null;
  let next = statement<{ seq: number; uid: string }>(db, sql).get(uid);
  while (next !== undefined) {
    last = next;
    next = statement<{ seq: number; uid: string }>(db, sql).get(next.uid);
  }
  if (last === null) return null;
  const credit = latestAnswer(db, last.seq)?.credit;
  return credit === 'applied' || credit === 'rejected' ? credit : 'under-way';
}

function withActs(db: ReadableDb, row: OutageText): RecordedOutage {
  const opened = statement<ActOfPerson>(db, actByUid).get(row.outage);
  assert(opened !== undefined, `the opening of outage ${row.outage} is on disk`);
  return { ...row, opened, closed: statement<ActOfPerson>(db, closingOf).get(row.outage) ?? null };
}

const actByUid = 'SELECT seq, at, operator AS person FROM entry WHERE uid = ?';
const closingOf = `SELECT seq, at, operator AS person FROM entry WHERE ref = ? AND kind = 'outage closed'
  ORDER BY seq LIMIT 1`;
