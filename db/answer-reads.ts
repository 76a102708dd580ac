import type { Answer, SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';
import { storedJson } from './stored-json.ts';

export interface StoredAnswer extends SignedAnswer {
  /** Order of arrival, gapless from 1. */
  readonly n: number;
  readonly storedAt: number;
}

interface SignedText {
  readonly text: string;
  readonly signature: string;
}

interface AnswerRow extends SignedText {
  readonly n: number;
  readonly storedAt: number;
}

const columns = 'n, text, signature, stored_at AS storedAt';

/** Last sequence number that the head end says it holds on disk; 0 before its first word. */
export function ackedSeq(db: ReadableDb): number {
  const sql = 'SELECT acked_seq AS acked FROM acknowledgement ORDER BY n DESC LIMIT 1';
  return statement<{ acked: number }>(db, sql).get()?.acked ?? 0;
}

export function lastAcknowledgement(db: ReadableDb): SignedAcknowledgement | null {
  const sql = 'SELECT text, signature FROM acknowledgement ORDER BY n DESC LIMIT 1';
  const row = statement<SignedText>(db, sql).get();
  return row === undefined ? null : { ...row, acknowledgement: storedJson(row.text) };
}

/** Everything up to here may have left the counter. */
export function offeredThrough(db: ReadableDb): number {
  const sql = 'SELECT ifnull(max(through_seq), 0) AS through FROM offer';
  return statement<{ through: number }>(db, sql).get()?.through ?? 0;
}

/** Answers about the entries `fromSeq` to `toSeq`, by entry and turn. */
export function answersBetween(db: ReadableDb, fromSeq: number, toSeq: number): StoredAnswer[] {
  const sql = `SELECT ${columns} FROM answer WHERE seq BETWEEN ? AND ? ORDER BY seq, turn`;
  return statement<AnswerRow>(db, sql).all(fromSeq, toSeq).map(withAnswer);
}

/** Answers in the order in which they came, after the `n`-th. */
export function answersAfter(db: ReadableDb, n: number, limit: number): StoredAnswer[] {
  const sql = `SELECT ${columns} FROM answer WHERE n > ? ORDER BY n LIMIT ?`;
  return statement<AnswerRow>(db, sql).all(n, limit).map(withAnswer);
}

export function lastAnswerNumber(db: ReadableDb): number {
  return statement<{ n: number }>(db, 'SELECT ifnull(max(n), 0) AS n FROM answer').get()?.n ?? 0;
}

/**
 * What stands about an entry; null while the head end has said nothing. `applied` and `rejected` are
 * final: an answer after the first of them counts only if it says the same again, with its tokens say.
 */
export function latestAnswer(db: ReadableDb, seq: number): Answer | null {
  const sql = `SELECT text FROM answer WHERE seq = ? AND credit = ifnull((
      SELECT credit FROM answer WHERE seq = ? AND credit IN ('applied', 'rejected') ORDER BY turn LIMIT 1
    ), credit) ORDER BY turn DESC LIMIT 1`;
  const row = statement<{ text: string }>(db, sql).get(seq, seq);
  return row === undefined ? null : storedJson(row.text);
}

export function answerOfTurn(db: ReadableDb, seq: number, turn: number): SignedText | null {
  const sql = 'SELECT text, signature FROM answer WHERE seq = ? AND turn = ?';
  return statement<SignedText>(db, sql).get(seq, turn) ?? null;
}

function withAnswer(row: AnswerRow): StoredAnswer {
  return { ...row, answer: storedJson(row.text) };
}
