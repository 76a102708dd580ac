import type { Answer, SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import type { Result } from '../counter/result.ts';
import type { ReadableDb } from './connection.ts';
import type { JournalFault } from './fault.ts';
import type { Journal } from './journal.ts';

export interface StoredAnswer extends SignedAnswer {
  readonly storedAt: number;
}
/** Durable in journal and mirror when it resolves. `new` counts those not stored before. */
export declare function storeAnswers(
  journal: Journal,
  answers: readonly SignedAnswer[],
): Promise<Result<{ readonly new: number; readonly copies: 'two' | 'single' }, JournalFault>>;
export declare function storeAcknowledgement(
  journal: Journal,
  acknowledgement: SignedAcknowledgement,
): Result<void, JournalFault>;
/** Durable before the first byte of a batch goes out. Never goes back. */
export declare function markOffered(journal: Journal, throughSeq: number): Result<void, JournalFault>;
export declare function ackedSeq(db: ReadableDb): number;
export declare function offeredThrough(db: ReadableDb): number;
export declare function lastAcknowledgement(db: ReadableDb): SignedAcknowledgement | null;
export declare function answersBetween(db: ReadableDb, fromSeq: number, toSeq: number): StoredAnswer[];
/** The answer with the highest turn. */
export declare function latestAnswer(db: ReadableDb, seq: number): Answer | null;
