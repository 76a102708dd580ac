import type { ErrorCode } from '../../counter/error-codes.ts';

/** `same-id`: ask by the same uid what became of it. `after-fix`: a person must mend something first. */
export type Retry = 'never' | 'same-id' | 'after-fix';

export interface CounterError {
  readonly code: ErrorCode;
  readonly retry: Retry;
  /** Names the log line of this failure; printed small, read out on the telephone. */
  readonly incidentId: string;
  /** Values for the operator text: only strings and whole numbers. */
  readonly params: Readonly<Record<string, string | number>>;
}
