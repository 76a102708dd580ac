import type { Answer } from '../counter/journal/answer.ts';
import type { Entry } from '../counter/journal/entry.ts';
import { readBody } from '../counter/journal/read-body.ts';
import { latestAnswer } from './answer-reads.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';
import { storedJson } from './stored-json.ts';

/** What is stored about one row, for its timeline: each answer and each further act, as they came. */
export interface AnswerOfRow {
  readonly answer: Answer;
  /** When it was stored here, UTC milliseconds. */
  readonly storedAt: number;
}

export interface ActUponRow {
  readonly act: Entry;
  /** What the head end says of the act itself. */
  readonly answer: Answer | null;
}

/** In their order, at most `limit`; the last of them are those that are told. */
export function answersOfRow(db: ReadableDb, seq: number, limit: number): AnswerOfRow[] {
  const sql = 'SELECT text, stored_at AS storedAt FROM answer WHERE seq = ? ORDER BY turn DESC LIMIT ?';
  return statement<{ text: string; storedAt: number }>(db, sql)
    .all(seq, limit)
    .map(({ text, storedAt }) => ({ answer: storedJson<Answer>(text), storedAt }))
    .toReversed();
}

/** Every entry that names this one, and those that name them: a settlement may be settled again. */
export function actsUponRow(db: ReadableDb, uid: string, limit: number): ActUponRow[] {
  const sql = `WITH RECURSIVE upon (seq, uid, body) AS (
      SELECT seq, uid, body FROM entry WHERE ref = :uid
      UNION SELECT entry.seq, entry.uid, entry.body FROM upon JOIN entry ON entry.ref = upon.uid
    ) SELECT seq, body FROM upon ORDER BY seq LIMIT :limit`;
  return statement<{ seq: number; body: string }>(db, sql)
    .all({ uid, limit })
    .flatMap(({ seq, body }) => {
      const act = readBody(body);
      return act === null ? [] : [{ act, answer: latestAnswer(db, seq) }];
    });
}

/** When the batch that held the entry was first about to leave; null where it never was. */
export function offeredAt(db: ReadableDb, seq: number): number | null {
  return crossing(db, 'SELECT through_seq AS reached, at FROM offer WHERE n = ?', lastOf(db, 'offer'), seq);
}

/** When the head end's word that it holds the entry was stored; null while it has not said so. */
export function acknowledgedAt(db: ReadableDb, seq: number): number | null {
  const sql = 'SELECT acked_seq AS reached, stored_at AS at FROM acknowledgement WHERE n = ?';
  return crossing(db, sql, lastOf(db, 'acknowledgement'), seq);
}

function lastOf(db: ReadableDb, table: 'offer' | 'acknowledgement'): number {
  return statement<{ n: number }>(db, `SELECT ifnull(max(n), 0) AS n FROM ${table}`).get()?.n ?? 0;
}

/**
 * The time of the row at which a mark that rises from row to row reached `seq`, found by halving. A head end
 * that was restored lets its mark fall and rise again: then it is one of the times at which it was reached.
 */
function crossing(db: ReadableDb, sql: string, last: number, seq: number): number | null {
  const rows = statement<{ reached: number; at: number }>(db, sql);
  let low = 1;
  let high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((rows.get(middle)?.reached ?? 0) >= seq) high = middle;
    else low = middle + 1;
  }
  const row = rows.get(low);
  return row !== undefined && row.reached >= seq ? row.at : null;
}
