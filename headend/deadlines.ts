import { limits } from '../counter/limits.ts';

/** How long each call to the head end may take. */
export interface ClientDeadlines {
  readonly healthMs: number;
  readonly stateMs: number;
  readonly batchMs: number;
  readonly resultsMs: number;
  readonly enrolmentMs: number;
  /** The cashier reads on meanwhile; a late answer is of no use. */
  readonly pendingMs: number;
  /** Longest silence within a download. */
  readonly directorySilenceMs: number;
}

export const defaultDeadlines: ClientDeadlines = {
  healthMs: 5_000,
  stateMs: 10_000,
  batchMs: 30_000,
  resultsMs: 10_000,
  enrolmentMs: 15_000,
  pendingMs: limits.pendingElsewhereMs,
  directorySilenceMs: 30_000,
};
