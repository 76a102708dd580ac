import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Random } from '../counter/ids.ts';
import type { HeadEndTime } from '../counter/journal/clock-rule.ts';
import type { EntryDraft } from '../counter/journal/entry.ts';
import { assert, err, ok, type Result } from '../counter/result.ts';
import type { Clock } from '../counter/time.ts';
import { appendToJournal } from './append.ts';
import { journalFileName, moveLog } from './commit.ts';
import { growLog, openConnection, type ReadableDb, type WritableDb } from './connection.ts';
import type { DeviceSigner } from './crypto.ts';
import { fault, faultOfError, faultOfFile, type JournalFault } from './fault.ts';
import { innerOf } from './inner-of.ts';
import type { JournalInner } from './journal-inner.ts';
import { makeFolder } from './make-folder.ts';
import { mendFromMirror } from './mend.ts';
import type { Migration } from './migrate.ts';
import { attachMirror, closeMirror } from './mirror/mirror.ts';
import { syncFolder } from './mirror/writer.ts';
import { copyEverything } from './second-copy.ts';
import { settleInterruptedPrints } from './print-jobs.ts';
import { proveTail, readIdentity } from './tail.ts';
import type { JournalFaults } from './test-points.ts';

export interface JournalOptions {
  /** Absolute path of the folder that holds `journal.db`. */
  readonly folder: string;
  /** Absolute path of the second copy's folder, on another device; null for none (single copy). */
  readonly mirrorFolder: string | null;
  /** Text of the public half of the division's recovery key; null until the division has one. */
  readonly recoveryPublicKey: string | null;
  /** Size of the file that keeps room for closing on a full disk; absent for a journal that is only read. */
  readonly reserveBytes?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly signer: DeviceSigner;
  /** A name for this start of the machine; times of the monotonic clock compare only within it. */
  readonly bootId: string;
  /** The head end's time by its last answer since this start; null or absent where none has answered. */
  readonly headEndTime?: () => HeadEndTime | null;
  /** Path of better-sqlite3's addon where the packaged prebuilt does not fit the runtime. */
  readonly nativeBinding?: string;
  /**
   * Called when the disk failed twice and this journal is shut, whatever it was writing: also where
   * the writer itself has nothing to answer, as with the record of a lost second copy.
   */
  readonly onStopped?: (fault: JournalFault) => void;
  /** Tests only. */
  readonly faults?: JournalFaults;
  /** Tests only: another schema than that of this program. */
  readonly known?: readonly Migration[];
}

export type CounterEnrolledDraft = Extract<EntryDraft, { kind: 'counter enrolled' }>;

/**
 * The open journal. `db` changes when a failed commit makes the journal reopen itself: read it anew
 * for each use (`currentDay(journal.db)`), never keep it.
 */
export interface Journal {
  readonly counter: string;
  readonly epoch: number;
  readonly office: string;
  readonly db: ReadableDb;
  readonly inner: JournalInner;
}

/**
 * First run only: makes folder and journal with its first entry, or leaves no journal behind. The
 * file gets its name when it is whole, so a crash in between leaves a PC that is not enrolled yet.
 */
export async function createJournal(
  options: JournalOptions,
  counter: string,
  first: CounterEnrolledDraft,
): Promise<Result<Journal, JournalFault>> {
  assert(isAbsolute(options.folder), 'the journal has an absolute path');
  const path = join(options.folder, journalFileName);
  if (existsSync(path)) return err(fault('exists', `there is a journal at ${path}`));
  const unfinished = `${path}.unfinished`;
  try {
    await makeFolder(options.folder);
    if (options.mirrorFolder !== null) await makeFolder(options.mirrorFolder);
    for (const suffix of ['', '-wal', '-journal']) await rm(unfinished + suffix, { force: true });
    const written = writeFirst(options, unfinished, { counter, office: first.office }, first);
    if (written !== null) return err(written);
    await rename(unfinished, path);
    await syncFolder(options.folder);
  } catch (error) {
    const known = faultOfError(error);
    if (known === null) throw error;
    return err(known);
  }
  return openJournal(options);
}

function writeFirst(
  options: JournalOptions,
  path: string,
  place: JournalInner['place'],
  first: CounterEnrolledDraft,
): JournalFault | null {
  const at = options.clock.wallMs();
  const boot = { bootId: options.bootId, at };
  const opened = openConnection({
    path,
    nativeBinding: options.nativeBinding,
    mode: 'create',
    boot,
    known: options.known,
  });
  if (!opened.ok) return opened.error;
  const { db } = opened.value;
  try {
    db.prepare('INSERT INTO identity (id, counter, office, created_at) VALUES (1, ?, ?, ?)').run(
      place.counter,
      place.office,
      at,
    );
    const outcome = appendToJournal(innerOf(options, db, place), first);
    return 'fault' in outcome ? outcome.fault : null;
  } finally {
    db.close();
  }
}

/** Opens an existing journal; never creates one. Every doubt is a fault, none is passed over. */
export async function openJournal(options: JournalOptions): Promise<Result<Journal, JournalFault>> {
  assert(isAbsolute(options.folder), 'the journal has an absolute path');
  const opened = openConnection({
    path: join(options.folder, journalFileName),
    nativeBinding: options.nativeBinding,
    mode: 'existing',
    boot: { bootId: options.bootId, at: options.clock.wallMs() },
    maxPageCount: options.faults?.maxPageCount,
    crashPoint: options.faults?.crashPoint,
    known: options.known,
  });
  if (!opened.ok) return opened;
  const { db, found } = opened.value;
  let inner: JournalInner | null = null;
  try {
    const identity = readIdentity(db);
    const fitness =
      identity === null ? err(fault('corrupt', 'the journal names no counter')) : fit(db, found, identity);
    if (!fitness.ok) {
      db.close();
      return fitness;
    }
    growLog(join(options.folder, journalFileName));
    inner = innerOf(options, db, fitness.value);
    const joined = await joinMirror(inner);
    const settled = joined.ok ? settleInterruptedPrints(inner) : joined;
    if (settled.ok) return ok(journalOf(inner));
    await shut(inner);
    return settled;
  } catch (error) {
    if (inner === null) db.close();
    else await shut(inner);
    const known = faultOfFile(error);
    if (known === null) throw error;
    return err(known);
  }
}

/** After a crash the log is moved and flushed and the whole file looked through; else its tail is enough. */
function fit(
  db: WritableDb,
  found: 'clean' | 'unclean',
  identity: JournalInner['place'],
): Result<JournalInner['place'], JournalFault> {
  if (found === 'unclean') {
    moveLog(db);
    const check = structureOf(db);
    if (check !== 'ok') return err(fault('corrupt', String(check)));
  }
  const proved = proveTail(db, identity);
  return proved.ok ? ok(identity) : proved;
}

/**
 * SQLite's look at the structure of every page. Not at the CHECKs of every row, which takes four times as
 * long and which no torn write breaks; the whole proof compares each column with its body.
 */
function structureOf(db: WritableDb): unknown {
  db.pragma('ignore_check_constraints = ON');
  try {
    return db.pragma('quick_check(1)', { simple: true });
  } finally {
    db.pragma('ignore_check_constraints = OFF');
  }
}

/** Journal and second copy are made equal, or the journal stays shut. */
async function joinMirror(inner: JournalInner): Promise<Result<void, JournalFault>> {
  const { mirror } = inner;
  if (mirror === null) return ok(undefined);
  const attachment = await attachMirror(mirror);
  if (attachment.kind === 'disagrees') return err(fault('mirror-disagrees', attachment.detail));
  if (attachment.kind === 'longer') {
    const mended = await mendFromMirror(inner);
    if (!mended.ok) return mended;
    inner.broughtBack = mended.value;
    const again = await attachMirror(mirror);
    if (again.kind !== 'attached')
      return err(fault('mirror-disagrees', 'the second copy goes on beyond the chain'));
  }
  await copyEverything(inner);
  return mirror.failure?.kind === 'disagreement'
    ? err(fault('mirror-disagrees', mirror.failure.detail))
    : ok(undefined);
}

function journalOf(inner: JournalInner): Journal {
  return {
    ...inner.place,
    inner,
    get epoch() {
      return inner.tail.epoch;
    },
    get db() {
      return inner.db;
    },
  };
}

/** Leaves no `-wal` behind. Waits for the second copy at most its deadline. */
export async function closeJournal(journal: Journal): Promise<void> {
  await shut(journal.inner);
}

async function shut(inner: JournalInner): Promise<void> {
  if (inner.state === 'closed') return;
  if (inner.mirror !== null) await closeMirror(inner.mirror);
  inner.state = 'closed';
  // SQLite moves the log and removes it when the last connection closes.
  inner.db.close();
}
