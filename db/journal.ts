import type { Random } from '../counter/ids.ts';
import type { EntryDraft } from '../counter/journal/entry.ts';
import type { Result } from '../counter/result.ts';
import type { Clock } from '../counter/time.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import type { DeviceSigner } from './crypto.ts';
import type { JournalFault } from './fault.ts';
import type { JournalFaults } from './test-points.ts';

export interface JournalOptions {
  /** Absolute path of the folder that holds `journal.db`. */
  readonly folder: string;
  /** Absolute path of the second copy's folder, on another device; null for none (single copy). */
  readonly mirrorFolder: string | null;
  /** X25519 public key of the division, base64url; null until the division has one. */
  readonly recoveryPublicKey: string | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly signer: DeviceSigner;
  /** A name for this start of the machine; times of the monotonic clock compare only within it. */
  readonly bootId: string;
  /** Path of better-sqlite3's addon where the packaged prebuilt does not fit the runtime. */
  readonly nativeBinding?: string;
  /** Tests only. */
  readonly faults?: JournalFaults;
}

export type CounterEnrolledDraft = Extract<EntryDraft, { kind: 'counter enrolled' }>;

/**
 * The open journal. `db` changes when a failed commit makes the journal reopen itself: read it anew
 * for each use (`currentDay(journal.db)`), never keep it.
 */
export interface Journal {
  readonly counter: string;
  readonly epoch: number;
  readonly office: string;
  readonly db: ReadableDb;
}

/** First run only: makes the journal whole with its first entry, or leaves nothing behind. */
export declare function createJournal(
  options: JournalOptions,
  counter: string,
  first: CounterEnrolledDraft,
): Promise<Result<Journal, JournalFault>>;

/** Opens an existing journal; never creates one. */
export declare function openJournal(options: JournalOptions): Promise<Result<Journal, JournalFault>>;

/** Leaves no `-wal` behind. Waits for the second copy at most its deadline. */
export declare function closeJournal(journal: Journal): Promise<void>;

export type { WritableDb };
