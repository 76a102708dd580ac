import type { OutageRow } from '../counter/outage/outage-report.ts';
import type { Word } from '../counter/outage/outage-waiting.ts';
import { assert } from '../counter/result.ts';
import { judgeRow } from '../counter/tie-out/judge-row.ts';
import type { MoneyRow } from '../counter/tie-out/row.ts';
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

/** A recharge of an outage in the books of its report: where its money is, and what was printed of it. */
export function outageRow(db: ReadableDb, row: MoneyRow, acked: number): OutageRow {
  const { epoch, seq, uid, takenAt: at, businessDate, receiptNumber, amountPaise } = row.receipt;
  const { state } = judgeRow(row, acked);
  const duplicates = duplicatesOf(db, uid);
  return { epoch, seq, at, businessDate, receiptNumber, amountPaise, state, duplicates };
}

function duplicatesOf(db: ReadableDb, uid: string): number {
  const sql = `SELECT count(*) AS count FROM print_job WHERE entry = ? AND slip IN ('receipt', 'confirmed-slip')
    AND copy > 0 AND EXISTS (SELECT 1 FROM print_step WHERE job = id AND state = 'confirmed')`;
  return statement<{ count: number }>(db, sql).get(uid)?.count ?? 0;
}

function withActs(db: ReadableDb, row: OutageText): RecordedOutage {
  const opened = statement<ActOfPerson>(db, actByUid).get(row.outage);
  assert(opened !== undefined, `the opening of outage ${row.outage} is on disk`);
  return { ...row, opened, closed: statement<ActOfPerson>(db, closingOf).get(row.outage) ?? null };
}

const actByUid = 'SELECT seq, at, operator AS person FROM entry WHERE uid = ?';
const closingOf = `SELECT seq, at, operator AS person FROM entry WHERE ref = ? AND kind = 'outage closed'
  ORDER BY seq LIMIT 1`;
