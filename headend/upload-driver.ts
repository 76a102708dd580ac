import type { SignedAnswer } from '../counter/journal/answer.ts';
import type { Clock } from '../counter/time.ts';
import type { HeadEndClient } from './client.ts';
import type { Outbox } from './outbox.ts';
import type { Link, UploaderSettings, UploadFault } from './uploader.ts';

export interface UploadSnapshot {
  readonly link: Link;
  /** Wall time since when `link` is so, UTC milliseconds. */
  readonly since: number;
  /** Wall time of the next automatic sending, while something waits for it. */
  readonly nextTryAt: number | null;
  readonly lastError: UploadFault | null;
  /** Entries of the backlog now going up. */
  readonly sending: { readonly done: number; readonly total: number } | null;
  readonly ackedSeq: number;
  readonly serverEpoch: string | null;
}

export interface UploadDriverPorts {
  readonly client: HeadEndClient;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly keyId: string;
  /** Software version, sent in each batch. */
  readonly sw: string;
  readonly settings: UploaderSettings;
}

export interface UploadDriver {
  start(): void;
  /** Sends without waiting for back-off or spread; also how a frozen counter is tried again. */
  sendNow(): void;
  /** An entry was committed. */
  noteNewEntry(): void;
  /** True if an entry committed now would go up at once: ask before the commit. */
  wouldSendAtOnce(): boolean;
  /** The first answer about `seq`; null when the time is over or the sending has failed. */
  answerFor(seq: number, timeoutMs: number): Promise<SignedAnswer | null>;
  snapshot(): UploadSnapshot;
  /** Called with a whole snapshot on every change; returns how to stop listening. */
  onChange(listener: (snapshot: UploadSnapshot) => void): () => void;
  /** Answers that were stored, for projections and confirmed slips. */
  onAnswers(listener: (answers: readonly SignedAnswer[]) => void): () => void;
  /** Ends timers and waits for the exchange in flight to be dropped. */
  stop(): Promise<void>;
}

/** Implemented by `createUploadDriver(ports)` in this file. */
export type CreateUploadDriver = (ports: UploadDriverPorts) => UploadDriver;
