import { err, type Result } from '../../counter/result.ts';
import { openForReading, type ReadableDb } from '../connection.ts';
import type { Proof } from '../verify.ts';
import {
  type CopyJob,
  noJournal,
  type ProofFailure,
  proveFile,
  takeSnapshot,
  writeCopy,
} from './prove-copy.ts';
import { type MirrorJob, type MirrorProof, proveMirror } from './prove-mirror.ts';

/** One round of care, as plain data: it crosses to a thread of its own, beside which sales go on. */
export interface CareJob {
  readonly copy: CopyJob;
  /** Null where there is no second copy that could be proved. */
  readonly mirror: MirrorJob | null;
  /** Shared with the thread: anything but 0 asks it to end at the next page. */
  readonly stop: Int32Array;
}

export interface CareReport {
  /** The whole proof of the journal's bytes on disk. */
  readonly journal: Result<Proof, ProofFailure>;
  /** The dated copy; an error where the journal's own proof failed, for damage is never copied. */
  readonly copy: Result<{ readonly bytes: number }, ProofFailure>;
  /** Null where it was not asked for, or had nothing whole to be compared with. */
  readonly mirror: MirrorProof | null;
}

/** What the thread says: first that the journal's file may change again, then what it found. */
export type FromCareWorker =
  | { readonly type: 'snapshot-taken' }
  | { readonly type: 'done'; readonly report: CareReport }
  | { readonly type: 'failed'; readonly detail: string };

/** The round was asked to end; nothing was proved or disproved. */
export class CareStopped extends Error {
  constructor() {
    super('the round was asked to end');
  }
}

/** Copies the journal's bytes, proves them, writes the dated copy, and proves the second copy against them. */
export async function careFor(job: CareJob, snapshotTaken: () => void): Promise<CareReport> {
  const goOn = (): void => {
    if (Atomics.load(job.stop, 0) !== 0) throw new CareStopped();
  };
  goOn();
  const snapshot = await takeSnapshot(job.copy);
  try {
    snapshotTaken();
    const reading = openForReading(snapshot.path, job.copy.nativeBinding);
    if (reading === null) return { journal: err(noJournal), copy: err(noJournal), mirror: null };
    try {
      return await proveAll(reading.db, job, goOn);
    } finally {
      reading.close();
    }
  } finally {
    await snapshot.release();
  }
}

async function proveAll(db: ReadableDb, job: CareJob, goOn: () => void): Promise<CareReport> {
  goOn();
  const journal = proveFile(db, 'integrity_check', goOn);
  if (!journal.ok) return { journal, copy: journal, mirror: null };
  goOn();
  const copy = await writeCopy(job.copy, db, journal.value, goOn);
  const mirror = job.mirror === null ? null : await proveMirror(db, job.mirror, goOn);
  return { journal, copy, mirror };
}
