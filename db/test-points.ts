import type { PrintState } from '../counter/journal/print-job.ts';

/** Places at which a crash test may end the process, in the order in which a sale passes them. */
export type CrashPoint =
  | 'before-commit'
  | 'after-commit'
  | 'before-mirror-flush'
  | 'after-mirror'
  | `${'before' | 'after'}-${'offer' | 'answer' | 'acknowledgement'}`
  | `${'before' | 'after'}-step-${PrintState}`
  /** Those of an upgrade of the schema. */
  | `${'before' | 'after'}-${'old-kept' | 'upgrade-commit'}`;

/** Faults that tests bring about. Every member is absent in the field. */
export interface JournalFaults {
  readonly crashPoint?: (label: CrashPoint) => void;
  /** Wraps the COMMIT: may throw instead of it, or after it (the phantom commit). */
  readonly commit?: (commit: () => void) => void;
  /** Wraps the opening of a connection after a failed commit. */
  readonly reopen?: () => void;
  /** Runs before a flush of the second copy: may wait (slow device) or throw (dead device). */
  readonly mirrorFlush?: () => Promise<void>;
  /** Bounds the journal to so many pages, as a full disk does. */
  readonly maxPageCount?: number;
}
