import type { ReadableDb } from './connection.ts';

export interface PendingRecharges {
  readonly count: number;
  readonly sumPaise: number;
  readonly lastAt: number | null;
}
/** Recharges of a consumer to which no final answer (applied or rejected) is stored. */
export declare function consumerPending(db: ReadableDb, consumer: string): PendingRecharges;
/** Cash taken from a consumer on a Kolkata calendar day, in paise. */
export declare function consumerCashOn(db: ReadableDb, consumer: string, date: string): number;
/** Whether the consumer paid the same amount at or after `sinceMs`. */
export declare function sameAmountSince(
  db: ReadableDb,
  consumer: string,
  amountPaise: number,
  sinceMs: number,
): boolean;
