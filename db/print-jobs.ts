import type { PrintState, Slip } from '../counter/journal/print-job.ts';
import type { Json } from '../counter/journal/canonical.ts';
import type { Result } from '../counter/result.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import type { JournalFault } from './fault.ts';
import type { Journal } from './journal.ts';

export interface BirthOfPrintJob {
  /** UUIDv7. */
  readonly id: string;
  /** uid of the entry it prints. */
  readonly entry: string;
  readonly slip: Slip;
  /** 0 for the original, n for DUPLICATE n. */
  readonly copy: number;
  /** Who may drive it: claimed in memory before the commit, so that no two do. */
  readonly owner: string;
  readonly bornAt: number;
}
export interface PrintJob extends BirthOfPrintJob {
  readonly state: PrintState;
  readonly attempt: number;
  /** Wall time of the last step, or of birth. */
  readonly at: number;
  readonly detail: Json;
  /** Frozen at `queued`; null while waiting. */
  readonly documentText: string | null;
  readonly documentSha256: string | null;
}
export interface PrintStepDraft {
  readonly job: string;
  readonly state: PrintState;
  readonly attempt: number;
  readonly detail: Json;
}
/** For `alongside`: the job becomes `waiting` with its entry or not at all. */
export declare function bornPrintJob(db: WritableDb, birth: BirthOfPrintJob): void;
/** A further copy, in a transaction of its own with the `reprint` entry's append or alone. */
export declare function freezeDocument(
  journal: Journal,
  job: string,
  documentText: string,
): Result<PrintJob, JournalFault>;
/** Durable when it returns; `sending` must be so before the first byte. */
export declare function appendPrintStep(
  journal: Journal,
  step: PrintStepDraft,
): Result<PrintJob, JournalFault>;
export declare function printJob(db: ReadableDb, job: string): PrintJob | null;
/** Jobs in no final state, oldest first. */
export declare function openPrintJobs(db: ReadableDb): PrintJob[];
export declare function printJobsOfEntry(db: ReadableDb, entry: string): PrintJob[];
/** 0 when no job of this slip exists for the entry. */
export declare function nextCopyNumber(db: ReadableDb, entry: string, slip: Slip): number;
