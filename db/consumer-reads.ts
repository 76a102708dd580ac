import { type IsoDate, kolkataMidnightMs } from '../counter/time.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';

export interface PendingRecharges {
  readonly count: number;
  readonly sumPaise: number;
  /** Wall time of the newest of them; null when there is none. */
  readonly lastAt: number | null;
}

const dayMs = 86_400_000;

/**
 * Recharges of a consumer to which no final answer (applied or rejected) is stored: what was never sent, what
 * waits at the head end, what it does not know. Cancelled, refunded or settled ones wait for nothing.
 */
export function consumerPending(db: ReadableDb, consumer: string): PendingRecharges {
  const sql = `SELECT count(*) AS count, ifnull(sum(amount_paise), 0) AS sumPaise, max(at) AS lastAt
    FROM entry WHERE kind = 'recharge' AND consumer = ? AND NOT EXISTS (
      SELECT 1 FROM answer WHERE answer.seq = entry.seq AND credit IN ('applied', 'rejected'))
    AND NOT EXISTS (SELECT 1 FROM entry AS act WHERE act.ref = entry.uid
      AND act.kind IN ('cancellation', 'refund', 'refusal settled'))`;
  return statement<PendingRecharges>(db, sql).get(consumer) ?? { count: 0, sumPaise: 0, lastAt: null };
}

/** Cash taken from a consumer on a Kolkata calendar day, in paise: the legal bound counts by the day of taking. */
export function consumerCashOn(db: ReadableDb, consumer: string, date: IsoDate): number {
  const sql = `SELECT ifnull(sum(amount_paise), 0) AS paise FROM entry
    WHERE kind = 'recharge' AND consumer = ? AND at >= ? AND at < ?`;
  const midnight = kolkataMidnightMs(date);
  return statement<{ paise: number }>(db, sql).get(consumer, midnight, midnight + dayMs)?.paise ?? 0;
}

/** Whether the consumer paid the same amount at or after `sinceMs`. */
export function sameAmountSince(
  db: ReadableDb,
  consumer: string,
  amountPaise: number,
  sinceMs: number,
): boolean {
  const sql = `SELECT 1 AS found FROM entry
    WHERE kind = 'recharge' AND consumer = ? AND amount_paise = ? AND at >= ? LIMIT 1`;
  return statement<{ found: number }>(db, sql).get(consumer, amountPaise, sinceMs) !== undefined;
}
