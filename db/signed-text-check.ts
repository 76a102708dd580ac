import { signedSum } from './answers.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';

export interface SignedTextFault {
  readonly code: 'answer-differs' | 'acknowledgement-differs';
  /** Entry that the text is about, as its column says. */
  readonly seq: number;
  readonly detail: string;
}

interface SignedRow {
  readonly n: number;
  readonly seq: number;
  readonly text: string;
  readonly signature: string;
  readonly sum: string;
}

const pageRows = 1_000;

/** Every answer is what was stored, and its columns are copies of what its text says. */
export function answerFault(db: ReadableDb): SignedTextFault | null {
  const sql = `SELECT n, seq, text, signature, sum FROM answer WHERE n > ? ORDER BY n LIMIT ${pageRows}`;
  const bad = firstChanged(db, sql) ?? statement<{ n: number; seq: number }>(db, differing).get() ?? null;
  return bad === null ? null : { code: 'answer-differs', seq: bad.seq, detail: `answer ${bad.n}` };
}

const differing = `SELECT n, answer.seq AS seq FROM answer LEFT JOIN entry ON entry.seq = answer.seq
  WHERE answer.turn IS NOT json_extract(text, '$.turn') OR credit IS NOT json_extract(text, '$.credit')
    OR answer.seq IS NOT json_extract(text, '$.seq') OR entry.uid IS NOT json_extract(text, '$.uid') LIMIT 1`;

export function acknowledgementFault(db: ReadableDb): SignedTextFault | null {
  const sql = `SELECT n, acked_seq AS seq, text, signature, sum FROM acknowledgement
    WHERE n > ? ORDER BY n LIMIT ${pageRows}`;
  const bad = firstChanged(db, sql);
  return bad === null
    ? null
    : { code: 'acknowledgement-differs', seq: bad.seq, detail: `acknowledgement ${bad.n}` };
}

/** By the sum that was stored beside each text: the first row that says something else than it did. */
function firstChanged(db: ReadableDb, sql: string): SignedRow | null {
  const rows = statement<SignedRow>(db, sql);
  for (let page = rows.all(0); page.length > 0; page = rows.all(page.at(-1)?.n)) {
    const bad = page.find((row) => signedSum(row) !== row.sum);
    if (bad !== undefined) return bad;
  }
  return null;
}
