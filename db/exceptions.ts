import { limits } from '../counter/limits.ts';
import type { ReadableDb } from './connection.ts';
import { rechargeBehind } from './exception-chain.ts';
import { statement } from './statement.ts';

/**
 * How far the answers were looked through, and which recharges they make the desk's business. Answers only
 * grow, so each is looked at once, however many there are.
 */
export interface ExceptionScan {
  /** Number of the last answer that was looked at. */
  throughN: number;
  /** uids of recharges, in the order in which they were found; settled ones stay, as history. */
  readonly recharges: Set<string>;
}

export function beginScan(): ExceptionScan {
  return { throughN: 0, recharges: new Set() };
}

/**
 * Answers that a person may have to act on: refused, waiting for a name, or a credit of another amount or to
 * another consumer than the row's. Only numbers between two bounds are read, so a slice takes its time
 * whatever the journal holds.
 */
export const troubledAnswers = `SELECT entry.uid FROM answer CROSS JOIN entry ON entry.seq = answer.seq
  WHERE n > ? AND n <= ? AND (credit = 'rejected'
    OR (credit = 'pending' AND json_extract(text, '$.code') = 'unknown-consumer')
    OR (credit = 'applied' AND entry.kind = 'refusal settled')
    OR (credit = 'applied' AND json_extract(text, '$.amountPaise') <> amount_paise)
    OR (credit = 'applied' AND json_extract(text, '$.consumer') <> entry.consumer))
  ORDER BY n`;

/** Looks through the next slice of answers. `more`: there are answers behind it. */
export function scanSlice(db: ReadableDb, scan: ExceptionScan): 'more' | 'done' {
  const last = statement<{ n: number | null }>(db, 'SELECT max(n) AS n FROM answer').get()?.n ?? 0;
  const through = Math.min(last, scan.throughN + limits.exceptionAnswersPerSlice);
  for (const { uid } of statement<{ uid: string }>(db, troubledAnswers).all(scan.throughN, through)) {
    const recharge = rechargeBehind(db, uid);
    if (recharge !== null) scan.recharges.add(recharge);
  }
  scan.throughN = through;
  return through < last ? 'more' : 'done';
}

/** All at once, for programs in whose way no sale stands. */
export function exceptionRecharges(db: ReadableDb): readonly string[] {
  const scan = beginScan();
  while (scanSlice(db, scan) === 'more');
  return [...scan.recharges];
}
