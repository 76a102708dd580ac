import type { Answer } from '../counter/journal/answer.ts';
import type { Recharge, StoredEntry } from '../counter/journal/entry.ts';
import type { ReadableDb } from './connection.ts';

/** A recharge as screens and papers need it: its row, its body read, and the latest answer about it. */
export interface RecordedRecharge {
  readonly stored: StoredEntry;
  readonly recharge: Recharge;
  readonly answer: Answer | null;
}
export declare function entryBySeq(db: ReadableDb, seq: number): StoredEntry | null;
export declare function entryByUid(db: ReadableDb, uid: string): StoredEntry | null;
/** The next entries in order, at most so many and so many bytes of body, always at least one if there is one. */
export declare function entriesFrom(
  db: ReadableDb,
  fromSeq: number,
  maxEntries: number,
  maxBytes: number,
): StoredEntry[];
export declare function lastSeq(db: ReadableDb): number;
export declare function rechargeByUid(db: ReadableDb, uid: string): RecordedRecharge | null;
export declare function rechargeByReceipt(db: ReadableDb, receiptNumber: string): RecordedRecharge | null;
/** Of one shift, or of the whole journal for null. */
export declare function lastRecharge(db: ReadableDb, shift: string | null): RecordedRecharge | null;
/** Newest first. */
export declare function recentRecharges(db: ReadableDb, limit: number): RecordedRecharge[];
