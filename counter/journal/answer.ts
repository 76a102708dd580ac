import type { BilingualText } from './every-entry.ts';

/**
 * What the head end says of one entry. It is signed and kept verbatim as canonical JSON text; the
 * counter may add it to an entry, never change an entry by it.
 */
export interface Answer {
  readonly v: 1;
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  /** Parked: recorded, and waits for a person at the head end. It is not a rejection. */
  readonly record: 'recorded' | 'parked';
  /** Rejected is final. Pending is followed by a later answer with a higher `turn`. */
  readonly credit: 'none' | 'applied' | 'pending' | 'rejected';
  /** 1 for the first answer about an entry, rising with each later one. */
  readonly turn: number;
  readonly code: string | null;
  readonly text: BilingualText | null;
  /** The head end's own reference of the credit, printed on the receipt. */
  readonly reference: string | null;
  /** Meter tokens of twenty digits each, in the order in which they are keyed in. */
  readonly tokens: readonly string[];
  /** What was credited and to whom. Answers that credit nothing, and those of older head ends, lack both. */
  readonly amountPaise?: number | undefined;
  readonly consumer?: string | undefined;
  /** Wall time of the head end, UTC milliseconds. */
  readonly decidedAt: number;
}

export interface SignedAnswer {
  readonly answer: Answer;
  /** Canonical JSON of `answer`, verbatim as signed. */
  readonly text: string;
  readonly signature: string;
}

/** A durably recorded contiguous prefix, as the head end signs it. */
export interface Acknowledgement {
  readonly v: 1;
  readonly serverId: string;
  /** Changes when the head end was restored from a backup. */
  readonly serverEpoch: string;
  readonly counter: string;
  readonly epoch: number;
  /** Last sequence number of the recorded prefix; 0 for none. */
  readonly ackedSeq: number;
  /** Hash of that entry; 64 zeros for none. */
  readonly headHash: string;
  readonly at: number;
}

export interface SignedAcknowledgement {
  readonly acknowledgement: Acknowledgement;
  readonly text: string;
  readonly signature: string;
}
