import type { Fence, Problem } from './schemas.ts';
import type { UploaderSettings } from './uploader-settings.ts';
import type { NotAnswering, NotAnsweringReason, Refused } from './verdict.ts';

/** What the uploader knows, and the events and effects that join it to the world. Times are monotonic. */
export interface UploaderState {
  readonly settings: UploaderSettings;
  readonly link: Link;
  readonly linkSince: number;
  /** Open once the state has been read since the last failure: only then are batches sent. */
  readonly session: 'none' | 'wanted' | 'open';
  readonly conversation: Conversation;
  readonly health: { readonly asked: boolean; readonly at: number; readonly missed: number };
  readonly ackedSeq: number;
  readonly lastSeq: number;
  readonly batchEntries: number;
  /** The head end may take less at a time than this program would send. */
  readonly batchEntriesMax: number;
  /** Failed sendings in a row, for back-off. */
  readonly failures: number;
  /** No automatic sending before this. */
  readonly sendAt: number;
  /** Entries a second that the head end asked to keep to; null for no such wish. */
  readonly rate: number | null;
  /** No sending before this, asked for or not: the last batch used up the rate until then. */
  readonly paceAt: number;
  /** Somebody asked to send at once, so the next session does not wait for its place in the spread. */
  readonly start: 'spread' | 'at-once';
  readonly resultsAt: number;
  /** When the head end last proved by its signature that it is the one. */
  readonly provedAt: number;
  /** Where the backlog now going up began; null while nothing waits. */
  readonly runFrom: number | null;
  readonly lastError: UploadFault | null;
  /** A recovery ended this counter's epoch: it sells on, and every sale is found money. */
  readonly fenced: Fence | null;
}

/** What people are told. Frozen: the head end refuses this counter's journal; a person must look. */
export type Link = 'unknown' | 'answering' | 'not-answering' | 'frozen';

export type Conversation = 'idle' | 'reading-state' | 'sending' | 'reading-results' | 'stopped';

export type UploadFault =
  | { readonly kind: 'not-answering'; readonly reason: NotAnsweringReason; readonly detail: string }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** The head end holds another entry at `ackedSeq` than this journal, or one that it never had. */
  | { readonly kind: 'journals-differ'; readonly ackedSeq: number };

/** What an acknowledgement says of this journal: `same` once its hash is found at that place. */
export type Agreement = 'same' | 'differs';

export type UploadEvent =
  | { readonly kind: 'woken' }
  | { readonly kind: 'entry-noted'; readonly lastSeq: number }
  | { readonly kind: 'send-now' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'health'; readonly outcome: HealthOutcome | NotAnswering | Refused }
  | { readonly kind: 'state'; readonly outcome: StateOutcome | NotAnswering | Refused }
  | {
      readonly kind: 'batch';
      readonly entries: number;
      readonly outcome: BatchOutcome | NotAnswering | Refused;
    }
  | { readonly kind: 'results'; readonly outcome: ResultsOutcome | NotAnswering | Refused };

export interface HealthOutcome {
  readonly kind: 'accepting';
}

export interface StateOutcome {
  readonly kind: 'state-read';
  readonly ackedSeq: number;
  readonly agreement: Agreement;
  readonly fenced: Fence | null;
  readonly batchEntriesMax: number;
  /** Slot given by the head end, as a wait from now. */
  readonly waitMs: number;
  /** Entries a second. */
  readonly rate: number | null;
}

/** The acknowledgement and the answers are on disk before this event. */
export interface BatchOutcome {
  readonly kind: 'batch-answered';
  readonly from: number;
  readonly ackedSeq: number;
  readonly agreement: Agreement;
  /** Some answers are still to be fetched by results. */
  readonly resultsBehind: boolean;
}

/** Restored: the head end is in another server epoch than its state that was read last. */
export type ResultsOutcome =
  | { readonly kind: 'results-read'; readonly more: boolean }
  | { readonly kind: 'head-end-restored' };

export type UploadEffect =
  | { readonly kind: 'ask-health' }
  | { readonly kind: 'read-state' }
  | { readonly kind: 'send-batch'; readonly from: number; readonly maxEntries: number }
  | { readonly kind: 'read-results' };

export interface UploadStep {
  readonly state: UploaderState;
  readonly effects: readonly UploadEffect[];
}

/** `now` is monotonic milliseconds; `random` gives numbers in [0, 1). */
export interface StepInputs {
  readonly now: number;
  readonly random: () => number;
}
