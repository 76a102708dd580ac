import type { SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import type { StoredEntry } from '../counter/journal/entry.ts';

/** Where the journal stands towards the head end. */
export interface OutboxPosition {
  readonly counter: string;
  readonly epoch: number;
  /** Last entry of this epoch; 0 for none. */
  readonly lastSeq: number;
  /** Of the latest acknowledgement on disk, even if it is lower than one before it; 0 for none. */
  readonly ackedSeq: number;
  /** Of the latest acknowledgement on disk; null for none. */
  readonly serverEpoch: string | null;
  /** Up to where later results were fetched, as the head end named it; null for never. */
  readonly resultsCursor: string | null;
}

/**
 * The journal as the uploader sees it. Entries are read, never changed; what the head end says is
 * added. Every call is durable when it returns, or its promise resolves, and throws if it is not.
 */
export interface Outbox {
  position(): OutboxPosition;
  /** Entries from `from` on, in order, at least one if there is one, at most `maxBytes` of bodies. */
  read(from: number, maxEntries: number, maxBytes: number): readonly StoredEntry[];
  /** Every answer on disk about entries `from` to `to` inclusive, by seq, then by turn. */
  answersBetween(from: number, to: number): readonly SignedAnswer[];
  /** Hash of the entry `seq` of this epoch; 64 zeros for 0; null where there is none. */
  hashAt(seq: number): string | null;
  /** Called before the first byte of a batch goes out. From here on these entries cannot be cancelled. */
  markOffered(through: number): void;
  /** Appends the acknowledgement; the latest one counts. */
  storeAcknowledgement(acknowledgement: SignedAcknowledgement): void;
  /**
   * Appends answers, in the second copy too, leaving out each (seq, turn) that is there already; then
   * the results cursor is set, unless it is null.
   */
  storeAnswers(answers: readonly SignedAnswer[], resultsCursor: string | null): Promise<void>;
}
