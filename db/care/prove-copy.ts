import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../counter/result.ts';
import { openForReading, type ReadableDb } from '../connection.ts';
import { faultOfError } from '../fault.ts';
import { syncFolder } from '../mirror/writer.ts';
import { statement } from '../statement.ts';
import { type Proof, verifyJournal } from '../verify.ts';
import { dropOldCopies, dropUnfinished } from './dated-copies.ts';

/** What the whole proof says about a journal file. */
export interface ProofFailure {
  /** One word for a program: that of the proof, or of SQLite's own check. */
  readonly code: string;
  /** Sequence number of the entry; 0 where it is no single entry. */
  readonly seq: number;
  readonly detail: string;
}

export interface CopyJob {
  /** The journal, of which nothing stands in the log that its file does not hold. */
  readonly journal: string;
  readonly folder: string;
  readonly name: string;
  readonly nativeBinding: string | undefined;
}

/** The journal's bytes as the disk gives them, in a file of our own. `release` removes it. */
export interface Snapshot {
  readonly path: string;
  release(): Promise<void>;
}

/** Copies the bytes as they are; the disk is asked again for each of them. */
export async function takeSnapshot(job: CopyJob): Promise<Snapshot> {
  await mkdir(job.folder, { recursive: true, mode: 0o700 });
  await dropUnfinished(job.folder);
  const path = join(job.folder, 'snapshot.partial');
  await copyFile(job.journal, path);
  return {
    path,
    release: async () => {
      for (const suffix of ['', '-wal', '-shm']) await rm(path + suffix, { force: true });
    },
  };
}

type Check = 'quick_check' | 'integrity_check';

/** The whole proof of a file: SQLite's own check, then every hash, column, sum and document. */
export function proveFile(
  db: ReadableDb,
  kind: Check,
  betweenPages: () => void = () => undefined,
): Result<Proof, ProofFailure> {
  try {
    const check = statement<Record<Check, string>>(db, `PRAGMA ${kind}(1)`).get()?.[kind] ?? '';
    if (check !== 'ok') return err({ code: 'corrupt', seq: 0, detail: check });
    return verifyJournal(db, 'closes', betweenPages);
  } catch (error) {
    return err(failureOf(error));
  }
}

/** Opens and proves a file at rest that is nobody else's. */
export function provePath(
  path: string,
  kind: Check,
  nativeBinding: string | undefined,
  betweenPages: () => void = () => undefined,
): Result<Proof, ProofFailure> {
  const reading = openForReading(path, nativeBinding);
  if (reading === null) return err(noJournal);
  try {
    return proveFile(reading.db, kind, betweenPages);
  } finally {
    reading.close();
  }
}

export const noJournal: ProofFailure = { code: 'corrupt', seq: 0, detail: 'the first page is no journal’s' };

function failureOf(error: unknown): ProofFailure {
  const known = faultOfError(error);
  if (known === null) throw error;
  return { code: known.code, seq: 0, detail: known.detail };
}

/**
 * Writes the dated copy from a proved snapshot, proves it as a file of its own, and gives it its name
 * last: a copy with a name is whole. Then the oldest beyond seven go.
 */
export async function writeCopy(
  job: CopyJob,
  snapshot: ReadableDb,
  proved: Proof,
  betweenPages: () => void,
): Promise<Result<{ readonly bytes: number }, ProofFailure>> {
  const partial = join(job.folder, `${job.name}.partial`);
  try {
    statement(snapshot, 'VACUUM INTO ?').run(partial);
    const proof = provePath(partial, 'quick_check', job.nativeBinding, betweenPages);
    if (!proof.ok) return proof;
    if (proof.value.headHash !== proved.headHash)
      return err({ code: 'copy-differs', seq: proof.value.entries, detail: 'another last hash' });
    const bytes = await flushFile(partial);
    await rename(partial, join(job.folder, job.name));
    await syncFolder(job.folder);
    await dropOldCopies(job.folder);
    return ok({ bytes });
  } catch (error) {
    return err(failureOf(error));
  }
}

async function flushFile(path: string): Promise<number> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  return (await stat(path)).size;
}
