import { assertNever } from '../counter/result.ts';
import type { JobReason, JobStepState, PrinterReason, ProofLevel } from './printer-messages.ts';

/** One print job between the queue and its end. */
export interface JobState {
  readonly phase: JobPhase;
  /** Counts from the attempt that was handed in; raised before each fresh try. */
  readonly attempt: number;
  /** Attempts in a row that broke before the device took a byte. */
  readonly failures: number;
  readonly bytesAccepted: number;
  /** `stalled` once this job stood still in mid transfer: bytes may have gone that nobody counted. */
  readonly doubt: 'none' | 'stalled';
  readonly reason: JobReason;
  readonly level: ProofLevel | 'none' | 'operator';
}

export type JobPhase =
  | 'queued'
  | 'checking'
  | 'blocked'
  /** The printer is ready and we wait until the `sending` step is on disk. */
  | 'asking'
  | 'sending'
  | 'awaiting'
  /** The in-order answer came; half a second later the status decides. */
  | 'settling'
  | 'lookingBack'
  /** No proof came in time; the status tells whether the printer just stands still. */
  | 'lookingWhy'
  | 'stalled'
  /** Nothing was taken; tried again after a pause. */
  | 'failed'
  | 'dropped'
  | 'confirmed'
  | 'uncertain'
  /** A person looked: nothing usable is on paper. */
  | 'notPrinted';

/** What does not change during an attempt. */
export interface JobTerms {
  readonly bytesTotal: number;
  readonly confirm: 'gs_h' | 'gs_r' | 'operator';
  readonly demandsAnswer: boolean;
  /** How long the proof may take once every byte is out. */
  readonly proofLimitMs: number;
}

export type JobEvent =
  | { readonly type: 'start' }
  | { readonly type: 'condition'; readonly reason: PrinterReason; readonly answered: boolean }
  | { readonly type: 'notReached'; readonly reason: PrinterReason }
  | { readonly type: 'permitted'; readonly attempt: number }
  | { readonly type: 'accepted'; readonly bytes: number }
  | { readonly type: 'noProgress' }
  | { readonly type: 'linkLost' }
  /** The process id of this very attempt came back. */
  | { readonly type: 'idReturned' }
  | { readonly type: 'inOrderAnswer' }
  | { readonly type: 'timeUp' }
  | { readonly type: 'giveUp' }
  | { readonly type: 'cannotBeDrawn' }
  | { readonly type: 'answered'; readonly onPaper: 'yes' | 'no' }
  | { readonly type: 'restarted' };

export type JobEffect =
  | { readonly do: 'check' }
  | { readonly do: 'askPermission' }
  | { readonly do: 'send' }
  | { readonly do: 'lookBack' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'clearPrinter' };

export interface JobStepResult {
  readonly state: JobState;
  readonly effects: readonly JobEffect[];
}

export const jobTimes = {
  blockedRetryMs: 2_000,
  failedRetryMs: 500,
  failuresMax: 3,
  keepsFailingRetryMs: 10_000,
  settleMs: 500,
  lookBackLimitMs: 5_000,
  noProgressLimitMs: 60_000,
} as const;

export function newJob(attempt: number): JobState {
  return {
    phase: 'queued',
    attempt,
    failures: 0,
    bytesAccepted: 0,
    doubt: 'none',
    reason: 'none',
    level: 'none',
  };
}

/** The state as it is reported and kept on record. */
export function reportedState(phase: JobPhase): JobStepState | null {
  switch (phase) {
    case 'queued':
    case 'asking':
    case 'notPrinted':
      return null;
    case 'settling':
    case 'lookingBack':
    case 'lookingWhy':
      return 'awaiting';
    case 'dropped':
      return 'failed';
    case 'checking':
    case 'blocked':
    case 'sending':
    case 'awaiting':
    case 'stalled':
    case 'failed':
    case 'confirmed':
    case 'uncertain':
      return phase;
    default:
      return assertNever(phase);
  }
}

export function isFinal(phase: JobPhase): boolean {
  return phase === 'confirmed' || phase === 'uncertain' || phase === 'dropped' || phase === 'notPrinted';
}

/** From the permission on, the device may hold bytes of this attempt. */
export function inDevice(state: JobState): boolean {
  switch (state.phase) {
    case 'sending':
    case 'awaiting':
    case 'settling':
    case 'lookingBack':
    case 'lookingWhy':
    case 'stalled':
      return true;
    case 'queued':
    case 'checking':
    case 'blocked':
    case 'asking':
    case 'failed':
    case 'dropped':
    case 'confirmed':
    case 'uncertain':
    case 'notPrinted':
      return false;
    default:
      return assertNever(state.phase);
  }
}
