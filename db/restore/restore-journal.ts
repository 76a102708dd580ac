import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidv7 } from '../../counter/ids.ts';
import { recoveryHash } from '../../counter/journal/chain.ts';
import type { Recovery } from '../../counter/journal/counter-entries.ts';
import type { EntryDraft, StoredEntry } from '../../counter/journal/entry.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { appendToJournal } from '../append.ts';
import { journalFileName, moveLog } from '../commit.ts';
import { openConnection } from '../connection.ts';
import { sha256Hex } from '../crypto.ts';
import { currentDay } from '../day-reads.ts';
import { fault, faultOfError } from '../fault.ts';
import { innerOf } from '../inner-of.ts';
import type { JournalOptions } from '../journal.ts';
import { makeFolder } from '../make-folder.ts';
import { openedByRecoveryKey } from '../mirror/file-opener.ts';
import { syncFolder } from '../mirror/writer.ts';
import type { RecoveryKey } from '../recovery-key.ts';
import { proveTail, recoveryKeyOf } from '../tail.ts';
import {
  assembleJournal,
  type AssembleFault,
  type AssembleProgress,
  type AssembleReport,
} from './assemble-journal.ts';

export interface RestoreOptions {
  readonly counter: string | null;
  /** Folder of the second copy; null where only a journal is left. */
  readonly mirrorFolder: string | null;
  /** Path of what is left of the old journal; null for nothing. */
  readonly journalPath: string | null;
  readonly recoveryKey: RecoveryKey;
  /** Of the new counter: its folder, which holds no journal, and its new device key. */
  readonly target: JournalOptions;
  /** Keeps the new device key, durably; called before the journal is there, for without it that is worth nothing. */
  readonly keepKey: () => Promise<void>;
  readonly onProgress?: (progress: AssembleProgress) => void;
}

export interface RestoreReport extends AssembleReport {
  /** First entry of the new epoch, which the head end gets first. */
  readonly recovery: StoredEntry;
}

export type RestoreFault =
  | AssembleFault
  /** The journal names another recovery key: the head end would not believe this one. */
  | { readonly code: 'other-division'; readonly detail: string };

/**
 * Makes a journal for a spare PC from the second copy, with what is left of the old journal, without
 * the head end: every entry that proves, then the `recovery` entry of a new epoch. The file gets its
 * name when it is whole and the key is kept, so a crash at any moment leaves no journal, and the
 * restore is begun again.
 */
export async function restoreJournal(options: RestoreOptions): Promise<Result<RestoreReport, RestoreFault>> {
  const { target, recoveryKey } = options;
  const path = join(target.folder, journalFileName);
  // A log alone belongs to a journal that was moved away: SQLite would lay it over the new one.
  const there = [path, `${path}-wal`, `${path}-journal`].find((each) => existsSync(each));
  if (there !== undefined) return err(fault('exists', `there is a journal at ${there}`));
  const unfinished = `${path}.unfinished`;
  try {
    await makeFolder(target.folder, 0o700);
    const assembled = await assembleJournal({
      counter: options.counter,
      mirror:
        options.mirrorFolder === null
          ? null
          : { folder: options.mirrorFolder, open: openedByRecoveryKey(recoveryKey) },
      journal: options.journalPath,
      target: unfinished,
      device: 'new',
      recoveryKey: recoveryKey.publicKey,
      at: target.clock.wallMs(),
      ...(target.nativeBinding === undefined ? {} : { nativeBinding: target.nativeBinding }),
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    });
    if (!assembled.ok) return assembled;
    const recovery = beginEpoch(options, unfinished, assembled.value);
    if (!recovery.ok) {
      await rm(unfinished, { force: true });
      return recovery;
    }
    await options.keepKey();
    await rename(unfinished, path);
    await syncFolder(target.folder);
    return ok({ ...assembled.value, recovery: recovery.value });
  } catch (error) {
    const known = faultOfError(error);
    if (known === null) throw error;
    return err(known);
  }
}

/** Appends the recovery behind what was just proved whole, proves it too and leaves the file at rest. */
function beginEpoch(
  { recoveryKey, target }: RestoreOptions,
  path: string,
  report: AssembleReport,
): Result<StoredEntry, RestoreFault> {
  const boot = { bootId: target.bootId, at: target.clock.wallMs() };
  const opened = openConnection({ path, nativeBinding: target.nativeBinding, mode: 'existing', boot });
  if (!opened.ok) return opened;
  const { db } = opened.value;
  try {
    const { counter, office } = report;
    const inner = innerOf({ ...target, mirrorFolder: null }, db, { counter, office });
    const named = recoveryKeyOf(db);
    if (named !== null && named !== recoveryKey.publicKey) {
      return err({ code: 'other-division', detail: `the journal names the recovery key ${named}` });
    }
    const day = currentDay(db);
    const outcome = appendToJournal(inner, {
      ...recoveryOf(report, recoveryKey, target.signer.publicKey),
      uid: uuidv7(target.clock.wallMs(), target.random),
      businessDate: day?.businessDate ?? null,
      day: day?.day ?? null,
    });
    if ('fault' in outcome) return err(outcome.fault);
    const proved = proveTail(db, { counter, office });
    if (!proved.ok) return proved;
    moveLog(db);
    return ok(outcome.entry);
  } finally {
    db.close();
  }
}

type RecoveryDraft = Extract<EntryDraft, { kind: 'recovery' }>;

function recoveryOf(
  report: AssembleReport,
  recoveryKey: RecoveryKey,
  publicKey: string,
): Omit<RecoveryDraft, 'uid' | 'businessDate' | 'day'> {
  const { counter, epoch: oldEpoch, lastSeq: oldSeq, headHash: oldHash } = report;
  const signed = { counter, oldEpoch, oldSeq, oldHash, publicKey };
  return {
    kind: 'recovery',
    v: 1,
    shift: null,
    operator: 'program',
    ledger: [],
    ref: null,
    oldEpoch,
    oldSeq,
    oldHash,
    publicKey,
    recoverySignature: recoveryKey.sign(recoveryHash(sha256Hex, signed)),
    source: sourceOf(report),
  };
}

function sourceOf({ entriesFromJournal, entriesFromMirror }: AssembleReport): Recovery['source'] {
  if (entriesFromMirror === 0) return 'journal';
  return entriesFromJournal === 0 ? 'mirror' : 'mirror-and-journal';
}
