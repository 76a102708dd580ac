import type { SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import type { StoredEntry } from '../counter/journal/entry.ts';
import type { BatchResult, CounterLimits, Enrolment, EnrolmentRequest, Health } from './schemas.ts';
import type { Verdict } from './verdict.ts';

/** Who this counter is to the head end, from its enrolment. */
export interface CounterIdentity {
  readonly counter: string;
  readonly epoch: number;
  readonly serverId: string;
  readonly headEndPublicKey: string;
  readonly accessToken: string;
}

export interface StateReading {
  readonly acknowledgement: SignedAcknowledgement;
  readonly serverTime: number;
  readonly limits: CounterLimits;
  readonly notBefore: number | null;
}

export interface BatchReading {
  readonly acknowledgement: SignedAcknowledgement;
  readonly answers: readonly SignedAnswer[];
  readonly arrivals: readonly BatchResult['arrival'][];
  readonly cursorBefore: string;
  readonly cursorAfter: string;
}

export interface ResultsReading {
  readonly answers: readonly SignedAnswer[];
  readonly cursor: string;
  readonly more: boolean;
}

export type DirectoryDownload =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'downloaded'; readonly bytes: number; readonly sha256: string };

/** Every value of an `answered` verdict has been checked: shape, server, counter and signatures. */
export interface HeadEndClient {
  health(): Promise<Verdict<Health>>;
  state(): Promise<Verdict<StateReading>>;
  /** `batch` as `encodeBatch` made it of `entries`. */
  sendBatch(batch: Uint8Array, entries: readonly StoredEntry[]): Promise<Verdict<BatchReading>>;
  /** `after` as an earlier reading named it; null for from the beginning. */
  results(after: string | null): Promise<Verdict<ResultsReading>>;
  /**
   * Streams the consumer directory (gzip NDJSON, itself signed) into the file `target`, which is
   * there afterwards only if it is whole. `knownSha256` is of the file that the counter has.
   */
  downloadDirectory(target: string, knownSha256: string | null): Promise<Verdict<DirectoryDownload>>;
  close(): Promise<void>;
}

/** Before a counter has an identity there is one call: `enrolCounter(transport, request)`. */
export type EnrolCounter = (request: EnrolmentRequest) => Promise<Verdict<Enrolment>>;
