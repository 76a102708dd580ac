import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { limits } from '../../counter/limits.ts';
import { kolkataDate } from '../../counter/time.ts';
import { faultOfError } from '../fault.ts';
import type { Journal } from '../journal.ts';
import type { JournalInner } from '../journal-inner.ts';
import { beginLog, journalFileName } from '../commit.ts';
import { mirrorFiles } from '../mirror/file-names.ts';
import { decodeFrames } from '../mirror/frame.ts';
import { copyEverything } from '../second-copy.ts';
import { statement } from '../statement.ts';
import { spoiledFiles } from './care-events.ts';
import type { CareJob, CareReport, FromCareWorker } from './care-job.ts';
import { copyName } from './dated-copies.ts';
import type { MirrorJob } from './prove-mirror.ts';

export interface CareOptions {
  /** File of the thread: `care-worker.ts`, or what the build made of it. */
  readonly worker: URL;
  readonly copiesFolder: string;
}

export type CareOutcome =
  | { readonly kind: 'done'; readonly job: CareJob; readonly seq: number; readonly report: CareReport }
  /** Nothing was proved or disproved: the journal's file changed meanwhile, or the run was ended. */
  | { readonly kind: 'unfinished'; readonly detail: string };

export interface CareRun {
  readonly outcome: Promise<CareOutcome>;
  /**
   * Asks the thread to end at its next page and waits a little for it; what it had not finished is swept
   * away by the next run. A thread is never cut off: it may be inside SQLite, in the memory of this process.
   */
  stop(): Promise<void>;
}

/**
 * A proof makes much that dies at once. Left to itself the thread takes 160 MB for ten lakh entries before
 * it clears any; so bounded it takes 40, in the same time.
 */
export const careResourceLimits = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 96 } as const;

/** SQLite's own check of a large file hears nobody; its thread only reads, and ends with the process. */
const stopWaitMs = 2_000;

/**
 * Begins one round of care. The log is moved into the journal's file, and until the thread has copied that
 * file nothing is moved again: sales go on in the log meanwhile. Call it when nobody sells.
 */
export function startCare(journal: Journal, options: CareOptions): CareRun {
  const stopFlag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let ended: Promise<unknown> = Promise.resolve();
  const outcome = (async (): Promise<CareOutcome> => {
    const { inner } = journal;
    await copyEverything(inner);
    const mirror = await mirrorJob(inner);
    if (Atomics.load(stopFlag, 0) !== 0 || inner.state !== 'open')
      return { kind: 'unfinished', detail: 'the journal is closing' };
    if (!holdFile(inner)) return { kind: 'unfinished', detail: 'the log could not be moved' };
    const seq = inner.tail.seq;
    const job: CareJob = { copy: copyJob(inner, options.copiesFolder), mirror, stop: stopFlag };
    try {
      const worker = new Worker(options.worker, { workerData: job, resourceLimits: careResourceLimits });
      ended = once(worker, 'exit');
      return await listen(inner, worker, job, seq);
    } finally {
      releaseFile(inner);
    }
  })().catch((error: unknown): CareOutcome => {
    const known = faultOfError(error);
    if (known === null && !(error instanceof Error)) throw error;
    return { kind: 'unfinished', detail: error instanceof Error ? error.message : '' };
  });
  return {
    outcome,
    stop: async () => {
      Atomics.store(stopFlag, 0, 1);
      await Promise.race([outcome.then(() => ended), delay(stopWaitMs, null, { ref: false })]);
    },
  };
}

function listen(inner: JournalInner, worker: Worker, job: CareJob, seq: number): Promise<CareOutcome> {
  return new Promise((resolve) => {
    const unfinished = (detail: string): void => resolve({ kind: 'unfinished', detail });
    worker.on('message', (message: FromCareWorker) => {
      switch (message.type) {
        case 'snapshot-taken':
          if (inner.fileHeld === 'broken') unfinished('the journal was opened anew meanwhile');
          releaseFile(inner);
          return;
        case 'done':
          return resolve({ kind: 'done', job, seq, report: message.report });
        case 'failed':
          return unfinished(message.detail);
      }
    });
    worker.on('error', (error) => unfinished(error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => unfinished('the thread ended'));
  });
}

const moveWithoutWaiting = 'PRAGMA wal_checkpoint(PASSIVE)';

/** From here on the journal's file does not change; false where something is still in the log. */
function holdFile(inner: JournalInner): boolean {
  const moved = statement<{ log: number; checkpointed: number }>(inner.db, moveWithoutWaiting).get();
  if (moved === undefined || moved.log !== moved.checkpointed) return false;
  inner.db.pragma('wal_autocheckpoint = 0');
  beginLog(inner.db);
  inner.fileHeld = 'held';
  return true;
}

function releaseFile(inner: JournalInner): void {
  if (inner.fileHeld === 'free') return;
  inner.fileHeld = 'free';
  if (inner.state === 'open') inner.db.pragma(`wal_autocheckpoint = ${limits.journalAutocheckpointPages}`);
}

function copyJob(inner: JournalInner, folder: string): CareJob['copy'] {
  const { folder: dataFolder, nativeBinding, clock } = inner.options;
  const name = copyName(kolkataDate(clock.wallMs()), inner.tail.seq);
  return { journal: join(dataFolder, journalFileName), folder, name, nativeBinding };
}

/** Only a second copy that is whole now can be proved; a lost one is told as such. */
async function mirrorJob(inner: JournalInner): Promise<MirrorJob | null> {
  const { mirror, options } = inner;
  if (mirror === null || mirror.failure !== null || options.mirrorFolder === null) return null;
  const owner = {
    folder: options.mirrorFolder,
    counter: mirror.options.counter,
    epoch: mirror.options.epoch,
  };
  const dataKeys = new Map<string, Uint8Array>();
  for (const { path } of await mirrorFiles(owner.folder, owner.counter, owner.epoch)) {
    const wrapped = await wrappedKey(path);
    const dataKey = wrapped === null ? null : options.signer.unwrapKey(wrapped);
    if (dataKey !== null) dataKeys.set(basename(path), dataKey);
  }
  return { ...owner, dataKeys, spoiled: spoiledFiles(inner.db) };
}

/** More than any head of a file takes. */
const headBytes = 8_192;

/** Only the head is read here; the thread gets the keys of the files and never the device's own. */
async function wrappedKey(path: string): Promise<string | null> {
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(headBytes);
    const { bytesRead } = await handle.read(bytes, 0, headBytes, 0);
    const [first] = decodeFrames(bytes.subarray(0, bytesRead)).frames;
    return first?.head.t === 'file' ? first.head.keyForDevice : null;
  } finally {
    await handle.close();
  }
}
