import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { commit } from '../commit.ts';
import type { ReadableDb } from '../connection.ts';
import type { JournalFault } from '../fault.ts';
import type { JournalInner } from '../journal-inner.ts';
import { statement } from '../statement.ts';

/** What can happen to the copies of a journal. A closed list: the table's CHECK holds the same. */
export const careEvents = [
  'mirror-lost',
  'mirror-whole',
  'journal-mended',
  'mirror-mended',
  'copy-made',
  'copy-failed',
  'proof-passed',
  'proof-failed',
  'reserve-freed',
  'reserve-made',
] as const;
export type CareEvent = (typeof careEvents)[number];

export interface CareDraft {
  readonly event: CareEvent;
  /** How far the copy goes, or how far the proof went: the sequence number of its last entry. */
  readonly afterSeq: number;
  /** Name of the file that it happened to; empty where it is none. */
  readonly file: string;
  /** For the technician; cut to `careDetailCharsMax`. */
  readonly detail: string;
}

export interface CareRecord extends CareDraft {
  readonly n: number;
  readonly at: number;
}

const columns = 'n, at, event, after_seq AS afterSeq, file, detail';
const insert = 'INSERT INTO care_event (n, at, event, after_seq, file, detail) VALUES (?, ?, ?, ?, ?, ?)';

/** Puts on record what happened to a copy. It moves no money, so it is no entry of the chain. */
export function recordCare(inner: JournalInner, draft: CareDraft): Result<CareRecord, JournalFault> {
  const { event, afterSeq, file } = draft;
  const detail = draft.detail.slice(0, limits.careDetailCharsMax);
  const at = inner.options.clock.wallMs();
  let n = 0;
  const outcome = commit(
    inner,
    (db) => {
      n = lastNumber(db) + 1;
      statement(db, insert).run(n, at, event, afterSeq, file, detail);
      return ok({ n, at, event, afterSeq, file, detail });
    },
    (db) => careRecord(db, n),
  );
  return outcome.kind === 'committed' ? ok(outcome.value) : err(outcome.fault);
}

function lastNumber(db: ReadableDb): number {
  return statement<{ n: number }>(db, 'SELECT ifnull(max(n), 0) AS n FROM care_event').get()?.n ?? 0;
}

function careRecord(db: ReadableDb, n: number): CareRecord | null {
  return statement<CareRecord>(db, `SELECT ${columns} FROM care_event WHERE n = ?`).get(n) ?? null;
}

/** The newest record of any of these events; null where none happened. */
export function lastCare(db: ReadableDb, events: readonly CareEvent[]): CareRecord | null {
  const places = events.map(() => '?').join(', ');
  const sql = `SELECT ${columns} FROM care_event WHERE event IN (${places}) ORDER BY n DESC LIMIT 1`;
  return statement<CareRecord>(db, sql).get(...events) ?? null;
}

/** The same of one file. */
export function lastCareOf(db: ReadableDb, file: string, events: readonly CareEvent[]): CareRecord | null {
  const places = events.map(() => '?').join(', ');
  const sql = `SELECT ${columns} FROM care_event WHERE file = ? AND event IN (${places}) ORDER BY n DESC LIMIT 1`;
  return statement<CareRecord>(db, sql).get(file, ...events) ?? null;
}

/** Everything that happened to the copies, oldest first. */
export function careRecords(db: ReadableDb): CareRecord[] {
  return statement<CareRecord>(db, `SELECT ${columns} FROM care_event ORDER BY n`).all();
}

/** What the journal last put on record about its second copy. */
export function mirrorOnRecord(db: ReadableDb): 'whole' | 'lost' {
  return lastCare(db, ['mirror-lost', 'mirror-whole'])?.event === 'mirror-lost' ? 'lost' : 'whole';
}

/** Files of the second copy that nobody writes again: a flush failed, or a bit in them was found wrong. */
export function spoiledFiles(db: ReadableDb): Set<string> {
  const sql = `SELECT DISTINCT file FROM care_event WHERE event IN ('mirror-lost', 'mirror-mended')`;
  const rows = statement<{ file: string }>(db, sql).all();
  return new Set(rows.map(({ file }) => file));
}
