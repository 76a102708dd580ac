import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../counter/result.ts';
import { kolkataDate } from '../../counter/time.ts';
import { journalFileName } from '../commit.ts';
import { lastSeq } from '../entries.ts';
import { fault, type JournalFault } from '../fault.ts';
import { closeJournal, type Journal, type JournalOptions, openJournal } from '../journal.ts';
import { openedByDevice } from '../mirror/file-opener.ts';
import { assembleJournal, type AssembleReport } from '../restore/assemble-journal.ts';
import { recordCare } from './care-events.ts';
import { journalProof } from './keep-report.ts';
import { lossIsMarked } from './loss-mark.ts';
import { freeReserve } from './reserve.ts';
import { keepReserve, recordReserve, reserveOnRecord } from './reserve-record.ts';
import { finishSwap, swapIn, type SwapPoint, unfinishedName } from './swap-journal.ts';

/**
 * Opens the journal; a damaged one is first mended from its good rows and the second copy. Damage shows
 * itself at the opening, or stands on record since the last whole proof. What cannot be mended without a
 * doubt is left as it is: an officer restores it.
 */
export async function openOrMend(
  options: JournalOptions,
  at?: (point: SwapPoint) => void,
): Promise<Result<Journal, JournalFault>> {
  await finishSwap(options.folder);
  const opened = await openWithRoom(options);
  // Selling waits for the reserve that was freed; where there is room again, nobody has to.
  if (opened.ok && reserveOnRecord(opened.value.db) === 'freed') await keepReserve(opened.value);
  const damage = damageOf(opened);
  if (damage === null) return opened;
  if (opened.ok) await closeJournal(opened.value);
  const mended = await mend(options, at);
  const again = mended.ok || opened.ok ? await openJournal(options) : opened;
  if (!again.ok) {
    const why = mended.ok ? again.error.detail : `${damage}; not mended: ${mended.error}`;
    return err(fault(again.error.code, why));
  }
  const { inner, db } = again.value;
  const record = { afterSeq: lastSeq(db), file: journalFileName };
  if (mended.ok) {
    const { evidence, report } = mended.value;
    const detail = `${damage}; ${report.entriesFromMirror} entries from the second copy; the damaged file is ${evidence}`;
    recordCare(inner, { ...record, event: 'journal-mended', detail });
  } else {
    recordCare(inner, { ...record, event: 'proof-failed', detail: `not mended: ${mended.error}; ${damage}` });
  }
  return again;
}

/** Opening writes too: a full disk gives up its reserve for it. */
async function openWithRoom(options: JournalOptions): Promise<Result<Journal, JournalFault>> {
  const opened = await openJournal(options);
  if (opened.ok || opened.error.code !== 'disk-full' || !freeReserve(options.folder)) return opened;
  const again = await openJournal(options);
  if (!again.ok) return again;
  again.value.inner.reserve = 'freed';
  recordReserve(again.value);
  return again;
}

/** What is wrong with the journal, for the technician; null when nothing is, or nothing that can be mended. */
function damageOf(opened: Result<Journal, JournalFault>): string | null {
  if (!opened.ok) return opened.error.code === 'corrupt' ? opened.error.detail : null;
  const { state, detail } = journalProof(opened.value.db);
  return state === 'failed' ? detail : null;
}

interface Mended {
  readonly evidence: string;
  readonly report: AssembleReport;
}

/** The error says in words why nothing was touched. */
async function mend(
  options: JournalOptions,
  at: ((point: SwapPoint) => void) | undefined,
): Promise<Result<Mended, string>> {
  const { folder, signer, nativeBinding, clock } = options;
  const mirrorFolder =
    options.mirrorFolder !== null && existsSync(options.mirrorFolder) ? options.mirrorFolder : null;
  // Sales of single-copy mode may stand on the very page that cannot be read; nobody else knows of them.
  if (lossIsMarked(folder)) return err('the second copy was lost: sales may stand in this file alone');
  const assembled = await assembleJournal({
    counter: null,
    mirror: mirrorFolder === null ? null : { folder: mirrorFolder, open: openedByDevice(signer) },
    journal: join(folder, journalFileName),
    target: join(folder, unfinishedName),
    device: 'same',
    at: clock.wallMs(),
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  if (!assembled.ok) return err(`${assembled.error.code}: ${assembled.error.detail}`);
  const report = assembled.value;
  const doubt = doubtOf(report, mirrorFolder);
  if (doubt !== null) return err(doubt);
  return ok({ report, evidence: await swapIn(folder, kolkataDate(clock.wallMs()), at) });
}

/** Why this new journal may not take the place of the old one by the program's own hand. */
function doubtOf(report: AssembleReport, mirrorFolder: string | null): string | null {
  const { lost, setAside, journal } = report;
  if (lost !== null) return `entries ${lost.fromSeq} to ${lost.toSeq} are proved by no copy`;
  if (setAside.length > 0) return 'the copies tell two stories';
  if (mirrorFolder === null && journal !== 'read') return 'there is no second copy';
  return null;
}
