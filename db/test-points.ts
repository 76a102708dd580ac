/** Places at which a crash test may end the process, in the order in which one append passes them. */
export type CrashPoint =
  | 'before-commit'
  | 'after-commit'
  | 'before-mirror-flush'
  | 'after-mirror'
  | 'before-step-commit'
  | 'after-step-commit'
  /** Those of an upgrade of the schema. */
  | 'before-old-kept'
  | 'after-old-kept'
  | 'before-upgrade-commit'
  | 'after-upgrade-commit';

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
