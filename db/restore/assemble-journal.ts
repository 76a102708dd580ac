import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { CounterEnrolled } from '../../counter/journal/counter-entries.ts';
import { type ChainState, chainStart } from '../../counter/journal/verify-chain.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { moveLog } from '../commit.ts';
import { openConnection, type WritableDb } from '../connection.ts';
import { insertEntry } from '../entries.ts';
import { errorCode, fault, faultOfError, type JournalFault } from '../fault.ts';
import type { FileOpener } from '../mirror/file-opener.ts';
import { projectEntry } from '../projections.ts';
import { verifyJournal } from '../verify.ts';
import type { CandidateSource, Origin } from './candidate.ts';
import { copyAcknowledgements, copyAnswers } from './copy-answers.ts';
import { copyDeviceRows } from './copy-device-rows.ts';
import { copyPapers, type Device } from './copy-papers.ts';
import { type DamagedJournal, openDamagedJournal } from './damaged-journal.ts';
import { countersOnShelf, type MirrorShelf, openShelf, type ShelfFault } from './mirror-shelf.ts';
import { proveChain, type ProvedStep, type SetAside, stepEntries } from './prove-chain.ts';

export interface AssembleOptions {
  /** Null takes the only counter that the sources know. */
  readonly counter: string | null;
  /** The folder of the second copy, and what opens its files; null for none. Never written to. */
  readonly mirror: { readonly folder: string; readonly open: FileOpener } | null;
  /** Path of a journal, damaged or whole, read on a private copy; null for none. */
  readonly journal: string | null;
  /** The file to write: it must not be the journal itself, which the caller swaps in by a rename. */
  readonly target: string;
  readonly device: Device;
  /** Public half of the division's key: no recovery counts without it. Left out, the journal's own is asked. */
  readonly recoveryKey?: string | null;
  /** UTC milliseconds. */
  readonly at: number;
  readonly nativeBinding?: string;
  readonly onProgress?: (progress: AssembleProgress) => void;
}

export interface AssembleProgress {
  readonly stage: 'reading' | 'entries' | 'answers' | 'proving';
  /** Entries written so far, and how many the sources name. */
  readonly entries: number;
  readonly of: number;
}

export interface AssembleReport {
  readonly counter: string;
  readonly office: string;
  /** Of the last entry. */
  readonly epoch: number;
  readonly lastSeq: number;
  readonly headHash: string;
  readonly takingsPaise: number;
  readonly entriesFromMirror: number;
  readonly entriesFromJournal: number;
  readonly answers: number;
  readonly answersRefused: number;
  readonly printJobs: number;
  /** Numbers that a source names and none can prove; null when nothing is missing. */
  readonly lost: { readonly fromSeq: number; readonly toSeq: number } | null;
  /** Entries that prove as well but belong to another story: another PC sold under this name. */
  readonly setAside: readonly SetAside[];
  readonly mirrorFiles: number;
  readonly mirrorFaults: readonly ShelfFault[];
  /** `unreadable`: not even its first page. `partly`: some of its blocks. */
  readonly journal: 'none' | 'read' | 'partly' | 'unreadable';
}

export type AssembleFault =
  | JournalFault
  /** Several counters lie in the sources, or none does: the caller must name one. */
  | { readonly code: 'which-counter'; readonly counters: readonly string[]; readonly detail: string }
  /** No file of the counter opens with this key. */
  | { readonly code: 'wrong-key'; readonly detail: string }
  /** The sources hold no first entry of the counter that proves. */
  | { readonly code: 'nothing-proved'; readonly detail: string };

interface Sources {
  readonly counter: string;
  readonly shelf: MirrorShelf | null;
  readonly journal: DamagedJournal | null;
  readonly journalState: AssembleReport['journal'];
}

/**
 * Writes a fresh journal from the second copy, a damaged journal, or both: of each entry the copy that
 * proves. The file at `target` is whole and at rest when it resolves with ok, and gone when it does not.
 * Neither source is changed.
 */
export async function assembleJournal(
  options: AssembleOptions,
): Promise<Result<AssembleReport, AssembleFault>> {
  options.onProgress?.({ stage: 'reading', entries: 0, of: 0 });
  const journal =
    options.journal !== null && existsSync(options.journal)
      ? await openDamagedJournal(options.journal, options.nativeBinding)
      : null;
  try {
    const sources = await openSources(options, journal);
    if (!sources.ok) return sources;
    await removeFile(options.target);
    const written = await write(options, sources.value);
    if (!written.ok) await removeFile(options.target);
    return written;
  } catch (error) {
    await removeFile(options.target).catch(() => undefined);
    const known = faultOfError(error);
    if (known !== null) return err(known);
    // What the chain proves may still break a rule of the tables, if its device broke one.
    if (!errorCode(error).startsWith('SQLITE_CONSTRAINT')) throw error;
    return err(fault('corrupt', error instanceof Error ? error.message : 'a rule of the tables'));
  } finally {
    await journal?.close();
  }
}

async function openSources(
  options: AssembleOptions,
  journal: DamagedJournal | null,
): Promise<Result<Sources, AssembleFault>> {
  const { mirror } = options;
  const mirrored = mirror === null ? [] : await countersOnShelf(mirror.folder);
  const named = journal?.counter ?? null;
  const counters = [...new Set([...mirrored, ...(named === null ? [] : [named])])];
  const counter = options.counter ?? (counters.length === 1 ? counters[0] : named);
  if (counter === undefined || counter === null || !counters.includes(counter)) {
    const detail = counters.length === 0 ? 'the sources hold no counter' : counters.join(', ');
    return err({ code: 'which-counter', counters, detail });
  }
  const shelf = mirror === null ? null : await openShelf(mirror.folder, counter, mirror.open);
  const closed = shelf?.faults.filter(({ why }) => why === 'closed') ?? [];
  if (shelf !== null && shelf.files === 0 && closed.length > 0 && journal === null)
    return err({ code: 'wrong-key', detail: closed.map(({ file }) => file).join(', ') });
  const lost = options.journal !== null && journal === null;
  const journalState = lost
    ? 'unreadable'
    : journal === null
      ? 'none'
      : journal.blocksLost > 0
        ? 'partly'
        : 'read';
  return ok({ counter, shelf, journal, journalState });
}

async function write(
  options: AssembleOptions,
  sources: Sources,
): Promise<Result<AssembleReport, AssembleFault>> {
  const { at, nativeBinding, target } = options;
  const boot = { bootId: 'assembled', at };
  const opened = openConnection({ path: target, nativeBinding, mode: 'create', boot });
  if (!opened.ok) return opened;
  const { db } = opened.value;
  try {
    const filled = await fill(db, options, sources);
    if (filled.ok) moveLog(db);
    return filled;
  } finally {
    db.close();
  }
}

async function fill(
  db: WritableDb,
  options: AssembleOptions,
  { counter, shelf, journal, journalState }: Sources,
): Promise<Result<AssembleReport, AssembleFault>> {
  const fromJournal = journal?.sourceOf(counter) ?? null;
  const sources = [shelf, fromJournal].filter((source) => source !== null);
  const known = shelf?.highestSeq ?? 0;
  const tally = newTally(chainStart(counter));
  for await (const steps of proveChain(tally.chain, sources, options.recoveryKey ?? null)) {
    const misfit = writeSteps(db, options, journal, steps, tally);
    if (misfit !== null) return err(misfit);
    options.onProgress?.({
      stage: 'entries',
      entries: tally.chain.seq,
      of: Math.max(known, tally.chain.seq),
    });
  }
  const { chain, enrolled } = tally;
  if (enrolled === null) {
    return err({ code: 'nothing-proved', detail: `no first entry of ${counter} proves` });
  }
  options.onProgress?.({ stage: 'answers', entries: chain.seq, of: chain.seq });
  const answers = await copyAnswers(db, enrolled.headEndPublicKey, shelf, journal);
  db.transaction(() => {
    if (journal === null) offerEverything(db, chain.seq, options);
    else {
      copyAcknowledgements(db, enrolled.headEndPublicKey, journal);
      copyDeviceRows(db, journal, options.device, options.at);
    }
  }).immediate();
  options.onProgress?.({ stage: 'proving', entries: chain.seq, of: chain.seq });
  const proof = verifyJournal(db, 'closes');
  if (!proof.ok)
    return err(fault('corrupt', `${proof.error.code} at ${proof.error.seq}: ${proof.error.detail}`));
  const { headHash, takingsPaise } = proof.value;
  const highestSeq = Math.max(known, await lastKnown(fromJournal, chain.seq));
  return ok({
    counter,
    office: enrolled.office,
    epoch: chain.epoch,
    lastSeq: chain.seq,
    headHash,
    takingsPaise,
    entriesFromMirror: tally.entries.mirror,
    entriesFromJournal: tally.entries.journal,
    ...answers,
    printJobs: tally.printJobs,
    lost: highestSeq > chain.seq ? { fromSeq: chain.seq + 1, toSeq: highestSeq } : null,
    setAside: tally.setAside,
    mirrorFiles: shelf?.files ?? 0,
    mirrorFaults: shelf?.faults ?? [],
    journal: journalState,
  });
}

/** What writing has come to; one object that the steps go through. */
interface Tally {
  chain: ChainState;
  enrolled: CounterEnrolled | null;
  readonly entries: Record<Origin, number>;
  printJobs: number;
  readonly setAside: SetAside[];
}

function newTally(chain: ChainState): Tally {
  return { chain, enrolled: null, entries: { mirror: 0, journal: 0 }, printJobs: 0, setAside: [] };
}

/** One transaction. Null when all went in; a fault when an entry does not fit the books. */
function writeSteps(
  db: WritableDb,
  { at, device }: AssembleOptions,
  journal: DamagedJournal | null,
  steps: readonly ProvedStep[],
  tally: Tally,
): JournalFault | null {
  const run = db.transaction((): JournalFault | null => {
    for (const { proved, setAside } of steps) {
      const { stored, entry, from, chain } = proved;
      if (entry.kind === 'counter enrolled') {
        tally.enrolled = entry;
        const sql = 'INSERT INTO identity (id, counter, office, created_at) VALUES (1, ?, ?, ?)';
        db.prepare(sql).run(stored.counter, entry.office, entry.at);
      }
      insertEntry(db, stored, entry);
      if (!projectEntry(db, entry)) return fault('corrupt', `entry ${stored.seq} does not fit the books`);
      tally.printJobs += copyPapers(db, journal?.printJobsOf(stored.uid) ?? [], device, at);
      tally.chain = chain;
      tally.entries[from] += 1;
      tally.setAside.push(...setAside);
    }
    return null;
  });
  return run.immediate();
}

/** From the second copy alone nobody knows what left the counter: all of it counts as offered. */
function offerEverything(db: WritableDb, throughSeq: number, { at }: AssembleOptions): void {
  db.prepare('INSERT INTO offer (n, through_seq, at) VALUES (1, ?, ?)').run(throughSeq, at);
}

/** The last entry that the journal shows behind the chain's end; 0 for none. */
async function lastKnown(journal: CandidateSource | null, lastSeq: number): Promise<number> {
  let known = 0;
  for (let from = lastSeq + 1; from <= (journal?.highestSeq ?? 0); from += stepEntries) {
    const found = await journal?.entries(from, from + stepEntries - 1);
    known = Math.max(known, ...(found?.keys() ?? []));
  }
  return known;
}

async function removeFile(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-journal']) await rm(path + suffix, { force: true });
}
