import { closeSync, copyFileSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastAcknowledgement, latestAnswer, offeredThrough } from '../../../db/answer-reads.ts';
import { deviceSigner, generateDeviceKey } from '../../../db/crypto.ts';
import { closeJournal, type Journal, openJournal } from '../../../db/journal.ts';
import { openedByDevice, openedByRecoveryKey } from '../../../db/mirror/file-opener.ts';
import { nextCopyNumber, printJobsOfEntry } from '../../../db/print-jobs.ts';
import { pinOf, setPin } from '../../../db/people.ts';
import {
  assembleJournal,
  type AssembleOptions,
  type AssembleReport,
} from '../../../db/restore/assemble-journal.ts';
import { reprintDraft } from '../../../counter/recharge/reprint-draft.ts';
import { appendEntry } from '../../../db/append.ts';
import { verifyJournalFile } from '../../../db/verify.ts';
import { fillSecondCopy } from '../../../electron/service/restore-counter.ts';
import { credit, print, type RunningPc, sellSome, startPc } from '../../harness/dead-pc.ts';
import { must, newFolder, newUid } from '../../harness/journal.ts';

function sourcesOf(pc: RunningPc, more: Partial<AssembleOptions> = {}): AssembleOptions {
  return {
    counter: null,
    mirror: { folder: pc.mirrorFolder, open: openedByRecoveryKey(pc.recovery) },
    journal: pc.journalPath,
    target: join(newFolder(), 'journal.db'),
    device: 'new',
    at: 1,
    ...more,
  };
}

async function assembled(options: AssembleOptions): Promise<AssembleReport> {
  const result = await assembleJournal(options);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}

/** The assembled journal, opened as the counter's own: with no second copy beside it. */
async function opened(pc: RunningPc, { target }: AssembleOptions): Promise<Journal> {
  const journal = await openJournal({ ...pc.options, folder: join(target, '..'), mirrorFolder: null });
  if (!journal.ok) throw new Error(journal.error.detail);
  return journal.value;
}

const pageBytes = 4_096;

/** Overwrites pages of the file at rest with rubbish, as a dying disk leaves them. */
function spoilPages(path: string, pages: readonly number[]): void {
  const file = openSync(path, 'r+');
  for (const page of pages)
    writeSync(file, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(file);
}

describe('a journal from the second copy alone', () => {
  it('has every entry and answer, the identical head hash, and counts all of it as offered', async () => {
    const pc = await startPc();
    const sales = await sellSome(pc, 6);
    const second = sales[1];
    if (second === undefined) throw new Error('six were sold');
    await credit(pc, second);
    print(pc, second, 'confirmed');
    const third = sales[2];
    if (third === undefined) throw new Error('six were sold');
    must(
      await appendEntry(
        pc.journal,
        reprintDraft({
          uid: newUid(),
          day: { uid: pc.open.day, businessDate: pc.open.businessDate },
          shift: pc.open.shift,
          operator: 'asha',
          recharge: third.uid,
          receiptNumber: 'PTC-C02-2627-000003',
          copy: 1,
          reason: 'paper-damaged',
          approver: null,
        }),
      ),
    );
    const { hash } = pc.journal.inner.tail;
    await closeJournal(pc.journal);
    rmSync(pc.options.folder, { recursive: true });
    const options = sourcesOf(pc);
    expect(await assembled(options)).toMatchObject({
      counter: 'C02',
      office: 'PTC',
      epoch: 1,
      lastSeq: 10,
      headHash: hash,
      takingsPaise: 2_100_00,
      entriesFromMirror: 10,
      entriesFromJournal: 0,
      answers: 1,
      answersRefused: 0,
      printJobs: 0,
      lost: null,
      setAside: [],
      mirrorFiles: 1,
      mirrorFaults: [],
      journal: 'unreadable',
    });
    expect(await verifyJournalFile(options.target, 'every')).toMatchObject({ ok: true });
    const journal = await opened(pc, options);
    expect(latestAnswer(journal.db, second.seq)?.reference).toBe(`HE-${second.seq}`);
    expect(offeredThrough(journal.db)).toBe(10);
    expect(nextCopyNumber(journal.db, second.uid, 'receipt')).toBe(1);
    expect(nextCopyNumber(journal.db, third.uid, 'receipt')).toBe(2);
    await closeJournal(journal);
  });

  it('takes no answer that the head end did not sign', async () => {
    const pc = await startPc();
    const [sale] = await sellSome(pc, 1);
    if (sale === undefined) throw new Error('one was sold');
    const stranger = deviceSigner(generateDeviceKey().secret);
    await credit({ ...pc, headEnd: stranger }, sale);
    await closeJournal(pc.journal);
    expect(await assembled(sourcesOf(pc))).toMatchObject({ answers: 0, answersRefused: 2 });
  });

  it('is written in two seconds for 2,000 entries', async () => {
    const pc = await startPc();
    await closeJournal(pc.journal);
    // Sold without the second copy, which then catches up in a few large writes.
    const alone = await reopened(pc, null);
    await sellSome({ ...pc, journal: alone }, 1_997);
    const { hash } = alone.inner.tail;
    await closeJournal(alone);
    const copying = await reopened(pc, pc.mirrorFolder);
    expect(await fillSecondCopy(copying)).toBe(true);
    await closeJournal(copying);
    const startMs = performance.now();
    const before = process.cpuUsage();
    const report = await assembled(sourcesOf(pc, { journal: null }));
    const { user, system } = process.cpuUsage(before);
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(2);
    // Other programs of a shared machine count for the elapsed time, not for this one's own.
    const ownSeconds = (user + system) / 1_000_000;
    console.log(`assembled 2,000 entries in ${seconds} s, ${ownSeconds.toFixed(2)} s of its own`);
    expect(report).toMatchObject({ lastSeq: 2_000, headHash: hash, lost: null });
    expect(ownSeconds).toBeLessThanOrEqual(2);
  }, 60_000);
});

async function reopened(pc: RunningPc, mirrorFolder: string | null): Promise<Journal> {
  const journal = await openJournal({ ...pc.options, mirrorFolder });
  if (!journal.ok) throw new Error(journal.error.detail);
  return journal.value;
}

describe('a journal from a damaged one', () => {
  it('needs no second copy while every page can be read', async () => {
    const pc = await startPc();
    const sales = await sellSome(pc, 4);
    const last = sales.at(-1);
    if (last === undefined) throw new Error('four were sold');
    await credit(pc, last);
    await closeJournal(pc.journal);
    const before = readFileSync(pc.journalPath);
    const options = sourcesOf(pc, { mirror: null });
    expect(await assembled(options)).toMatchObject({
      lastSeq: 7,
      headHash: last.hash,
      entriesFromMirror: 0,
      entriesFromJournal: 7,
      answers: 1,
      journal: 'read',
      lost: null,
    });
    const journal = await opened(pc, options);
    expect(lastAcknowledgement(journal.db)?.acknowledgement.ackedSeq).toBe(7);
    await closeJournal(journal);
    expect(readFileSync(pc.journalPath)).toEqual(before);
  });

  it('takes in the log of a PC that died, and changes neither file', async () => {
    const pc = await startPc();
    const sales = await sellSome(pc, 3);
    const copy = join(newFolder(), 'journal.db');
    for (const suffix of ['', '-wal']) copyFileSync(pc.journalPath + suffix, copy + suffix);
    await closeJournal(pc.journal);
    const log = statSync(`${copy}-wal`);
    const report = await assembled(sourcesOf(pc, { journal: copy, mirror: null }));
    expect(report).toMatchObject({ lastSeq: 6, headHash: sales.at(-1)?.hash });
    expect(statSync(`${copy}-wal`)).toMatchObject({ size: log.size, mtimeMs: log.mtimeMs });
  });

  it('is whole with any one page gone, the other copy filling in', async () => {
    const pc = await startPc();
    await sellSome(pc, 60);
    const { hash } = pc.journal.inner.tail;
    await closeJournal(pc.journal);
    const pages = statSync(pc.journalPath).size / pageBytes;
    expect(pages).toBeGreaterThan(60);
    const spoiled = join(newFolder(), 'journal.db');
    let helped = 0;
    for (let page = 1; page <= pages; page += 3) {
      copyFileSync(pc.journalPath, spoiled);
      spoilPages(spoiled, [page]);
      const report = await assembled(sourcesOf(pc, { journal: spoiled }));
      expect(report, `page ${page}`).toMatchObject({ lastSeq: 63, headHash: hash, lost: null });
      if (report.journal === 'read') helped += 1;
    }
    expect(helped).toBeGreaterThan(15);
  }, 60_000);

  it('brings what a lagging second copy lacks, over a page that is gone', async () => {
    const pc = await startPc();
    await sellSome(pc, 30);
    await closeJournal(pc.journal);
    const again = await openJournal({ ...pc.options, mirrorFolder: null });
    if (!again.ok) throw new Error(again.error.detail);
    const late = await sellSome({ ...pc, journal: again.value }, 30);
    await closeJournal(again.value);
    const firstLeaf = pageOf(pc.journalPath, '"seq":5,');
    spoilPages(pc.journalPath, [firstLeaf]);
    const report = await assembled(sourcesOf(pc));
    expect(report).toMatchObject({ lastSeq: 63, headHash: late.at(-1)?.hash, lost: null });
    expect(report.entriesFromJournal).toBe(30);
  });

  it('names what neither has', async () => {
    const pc = await startPc();
    await sellSome(pc, 30);
    await closeJournal(pc.journal);
    spoilPages(pc.journalPath, [pageOf(pc.journalPath, '"seq":20,')]);
    const report = await assembled(sourcesOf(pc, { mirror: null }));
    expect(report.lastSeq).toBeLessThan(20);
    expect(report.lost).toEqual({ fromSeq: report.lastSeq + 1, toSeq: 33 });
  });
});

/** The page on which a text stands. */
function pageOf(path: string, text: string): number {
  const at = readFileSync(path).indexOf(text);
  expect(at).toBeGreaterThan(0);
  return Math.floor(at / pageBytes) + 1;
}

describe('what a device keeps to itself', () => {
  it('comes along with the same device: papers as they are, people with their PINs', async () => {
    const pc = await startPc();
    const person = {
      v: 1,
      kind: 'person set',
      uid: newUid(),
      businessDate: null,
      day: null,
      shift: null,
      operator: 'program',
      ledger: [],
      ref: null,
      person: 'asha',
      role: 'cashier',
      state: 'active',
      name: { hi: 'आशा', en: 'Asha' },
    } as const;
    must(await appendEntry(pc.journal, person));
    expect(setPin(pc.journal, 'asha', 'hash of a PIN').ok).toBe(true);
    const [proved, sent, queued, waiting] = await sellSome(pc, 4);
    if (proved === undefined || sent === undefined || queued === undefined || waiting === undefined)
      throw new Error('four were sold');
    print(pc, proved, 'confirmed');
    print(pc, sent, 'sending');
    print(pc, queued, 'queued');
    await closeJournal(pc.journal);
    const stateOf = (journal: Journal, uid: string) => printJobsOfEntry(journal.db, uid)[0]?.state;

    const same = sourcesOf(pc, {
      device: 'same',
      mirror: { folder: pc.mirrorFolder, open: openedByDevice(pc.options.signer) },
    });
    expect(await assembled(same)).toMatchObject({ printJobs: 4 });
    const goesOn = await opened(pc, same);
    expect(pinOf(goesOn.db, 'asha')).toBe('hash of a PIN');
    const states = [proved, sent, queued, waiting].map(({ uid }) => stateOf(goesOn, uid));
    expect(states).toEqual(['confirmed', 'uncertain', 'queued', 'waiting']);
    await closeJournal(goesOn);

    const other = sourcesOf(pc);
    expect(await assembled(other)).toMatchObject({ printJobs: 3 });
    const spare = await opened(pc, other);
    expect(pinOf(spare.db, 'asha')).toBeNull();
    const closed = [proved, sent, queued, waiting].map(({ uid }) => stateOf(spare, uid));
    expect(closed).toEqual(['confirmed', 'replaced', 'replaced', undefined]);
    for (const { uid } of [proved, sent, queued, waiting]) {
      expect(nextCopyNumber(spare.db, uid, 'receipt')).toBe(1);
    }
    await closeJournal(spare);
  });
});
