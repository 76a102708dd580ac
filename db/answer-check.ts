import type { ProofFaultCode } from '../counter/journal/proof.ts';
import { acknowledgementFault, answerFault } from '../counter/journal/prove-answer.ts';
import { readBody } from '../counter/journal/read-body.ts';
import type { ChainTools } from '../counter/journal/verify-chain.ts';
import type { ReadableDb } from './connection.ts';
import { entryBySeq } from './entries.ts';
import { statement } from './statement.ts';

export interface AnswerCheckFault {
  readonly code: ProofFaultCode;
  readonly seq: number;
  readonly detail: string;
}

interface WordRow {
  readonly n: number;
  readonly text: string;
  readonly signature: string;
  readonly seq: number;
  readonly uid: string | null;
  readonly hash: string | null;
}

const pageWords = 1_000;
const ackedSql = `SELECT acked_seq AS seq FROM acknowledgement
  WHERE acked_seq IS NOT json_extract(text, '$.ackedSeq') LIMIT 1`;
const answersSql = `SELECT answer.n, answer.text, answer.signature, answer.seq, entry.uid, entry.hash FROM answer
  LEFT JOIN entry ON entry.seq = answer.seq WHERE answer.n > ? ORDER BY answer.n LIMIT ${pageWords}`;
const acknowledgementsSql = `SELECT acknowledgement.n, text, acknowledgement.signature, acked_seq AS seq, uid, hash
  FROM acknowledgement LEFT JOIN entry ON entry.seq = acked_seq
  WHERE acknowledgement.n > ? ORDER BY acknowledgement.n LIMIT ${pageWords}`;

/**
 * All that the head end said: texts against entries, and its signatures. That columns and sums are those
 * of the texts, `signed-text-check.ts` has proved.
 */
export function differingAnswer(db: ReadableDb, counter: string, tools: ChainTools): AnswerCheckFault | null {
  const acked = statement<{ seq: number }>(db, ackedSql).get();
  if (acked !== undefined) return { code: 'acknowledgement-differs', seq: acked.seq, detail: 'a column' };
  const key = headEndKeyOf(db);
  return (
    wordFault(db, answersSql, (row) => answerFault(row, counter, proved(row), key, tools)) ??
    wordFault(db, acknowledgementsSql, (row) => acknowledgementFault(row, counter, proved(row), key, tools))
  );
}

function wordFault(
  db: ReadableDb,
  sql: string,
  check: (row: WordRow) => AnswerCheckFault | null,
): AnswerCheckFault | null {
  const words = statement<WordRow>(db, sql);
  for (let page = words.all(0); page.length > 0; page = words.all(page.at(-1)?.n)) {
    for (const row of page) {
      const fault = check(row);
      if (fault !== null) return fault;
    }
  }
  return null;
}

function proved({ seq, uid, hash }: WordRow) {
  return {
    uidAt: (wanted: number) => (wanted === seq ? uid : null),
    hashAt: (wanted: number) => (wanted === seq ? hash : null),
  };
}

/** The key by which the enrolment knows the head end; empty where there is no such entry. */
export function headEndKeyOf(db: ReadableDb): string {
  const first = entryBySeq(db, 1);
  const entry = first === null ? null : readBody(first.body);
  return entry?.kind === 'counter enrolled' ? entry.headEndPublicKey : '';
}
