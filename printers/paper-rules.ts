import type { JobStepState } from './printer-messages.ts';

/** The last recorded step of one attempt to print one receipt. */
export interface AttemptOnRecord {
  readonly state: JobStepState | 'queued';
  readonly bytesAccepted: number;
}

/** What the owner of the job does with it after any process was started anew. */
export type AfterRestart = 'print-again' | 'ask-a-person' | 'leave';

/** The program itself prints again only what provably never reached a device. */
export function afterRestart(last: AttemptOnRecord): AfterRestart {
  switch (last.state) {
    case 'queued':
    case 'checking':
    case 'blocked':
    case 'failed':
      return 'print-again';
    case 'sending':
    case 'awaiting':
    case 'stalled':
      return 'ask-a-person';
    case 'confirmed':
    case 'uncertain':
      return 'leave';
  }
}

/** Whether this attempt may have left something on paper. */
export function mayBeOnPaper(attempt: AttemptOnRecord): boolean {
  return attempt.bytesAccepted > 0 || afterRestart(attempt) !== 'print-again';
}

/**
 * Which copy the next print of a receipt is: 0 unmarked, else the n of DUPLICATE n. Every earlier attempt
 * that may be on paper counts, also when a person said that nothing usable came out.
 */
export function nextCopy(earlier: readonly AttemptOnRecord[]): number {
  return earlier.filter(mayBeOnPaper).length;
}
