import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { appendEntry } from '../../../db/append.ts';
import { lastSeq } from '../../../db/entries.ts';
import { closeJournal, type Journal, type JournalOptions, openJournal } from '../../../db/journal.ts';
import { readMirrorFile } from '../../../db/mirror/read-file.ts';
import { retrySecondCopy, secondCopyStatus } from '../../../db/second-copy.ts';
import { statement } from '../../../db/statement.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { enrolled, must, newUid, openCounter, sell } from '../../harness/journal.ts';

const owner = { counter: 'C02', epoch: 1 };

async function reopen(options: JournalOptions): Promise<Journal> {
  const opened = await openJournal(options);
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  return opened.value;
}

function mirrorFile(options: JournalOptions, name: string): string {
  return join(options.mirrorFolder ?? '', name);
}

const firstFile = 'C02-1-2026-11-23.mirror';

describe('the second copy', () => {
  it('holds every entry, sealed, in one file a day that a restart goes on with', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    must(await sell(journal, open));
    await closeJournal(journal);
    const again = await reopen(options);
    must(await sell(again, open));
    await closeJournal(again);
    expect(readdirSync(options.mirrorFolder ?? '')).toEqual([firstFile]);
    const contents = await readMirrorFile(mirrorFile(options, firstFile), owner);
    expect(contents).toMatchObject({ end: 'clean', lastSeq: 5 });
    if (typeof contents === 'string') throw new Error(contents);
    expect(contents.frames.every((frame) => !frame.sealed.includes('102030405'))).toBe(true);
  });

  it('stays with the business date past midnight, and begins a file with the next day', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    clock.pass(86_400_000);
    must(await sell(journal, open));
    expect(readdirSync(options.mirrorFolder ?? '')).toEqual([firstFile]);
    const totals = {
      recharges: 1,
      takingsPaise: 500_00,
      cancellations: 0,
      cancelledPaise: 0,
      firstReceipt: null,
      lastReceipt: null,
    };
    const common = { v: 1, ...open, operator: 'asha', ledger: [], ref: null } as const;
    must(
      await appendEntry(journal, {
        ...common,
        kind: 'day closed',
        uid: newUid(),
        unsent: 1,
        unsentPaise: 500_00,
        ...totals,
      }),
    );
    await openCounter(journal, clock.wallMs());
    expect(readdirSync(options.mirrorFolder ?? '')).toEqual([firstFile, 'C02-1-2026-11-24.mirror']);
    await closeJournal(journal);
  });

  it('is lost without stopping a sale, put on record, and made whole when it returns', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const folder = options.mirrorFolder ?? '';
    let dead = true;
    const broken = {
      ...options,
      faults: { mirrorFlush: () => (dead ? Promise.reject(new Error('EIO')) : Promise.resolve()) },
    };
    await closeJournal(journal);
    const faulty = await reopen(broken);
    expect(must(await sell(faulty, open)).copies).toBe('single');
    expect(secondCopyStatus(faulty)).toMatchObject({ state: 'lost', throughSeq: 3 });
    expect(must(await sell(faulty, open)).copies).toBe('single');
    dead = false;
    expect(await retrySecondCopy(faulty)).toBe('two');
    expect(must(await sell(faulty, open)).copies).toBe('two');
    const events = statement(
      faulty.db,
      'SELECT event, after_seq AS seq, file FROM care_event ORDER BY n',
    ).all();
    expect(events).toEqual([
      { event: 'mirror-lost', seq: 3, file: firstFile },
      { event: 'mirror-whole', seq: 5, file: '' },
    ]);
    await closeJournal(faulty);
    const files = readdirSync(folder).toSorted();
    expect(files.length).toBeGreaterThan(1);
    const last = await readMirrorFile(join(folder, `C02-1-2026-11-23-${files.length}.mirror`), owner);
    expect(last).toMatchObject({ lastSeq: 6, head: { afterSeq: 3 } });
  });

  it('never writes again into a file whose flush failed, also after a restart', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    await closeJournal(journal);
    const faulty = await reopen({
      ...options,
      faults: { mirrorFlush: () => Promise.reject(new Error('EIO')) },
    });
    must(await sell(faulty, open));
    await closeJournal(faulty);
    const spoiled = await readMirrorFile(mirrorFile(options, firstFile), owner);
    const well = await reopen(options);
    expect(must(await sell(well, open)).copies).toBe('two');
    await closeJournal(well);
    expect(await readMirrorFile(mirrorFile(options, firstFile), owner)).toEqual(spoiled);
  });

  it('costs a slow device one deadline, and the sales behind it nothing', async () => {
    let slow = false;
    let release: () => void = () => undefined;
    const mirrorFlush = (): Promise<void> =>
      slow ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
    const { journal, clock } = await enrolled({ faults: { mirrorFlush } });
    const open = await openCounter(journal, clock.wallMs());
    slow = true;
    const start = performance.now();
    expect(must(await sell(journal, open)).copies).toBe('single');
    const waited = performance.now() - start;
    expect(waited).toBeGreaterThanOrEqual(limits.mirrorDeadlineMs - 5);
    expect(waited).toBeLessThan(limits.mirrorDeadlineMs + 500);
    const next = performance.now();
    expect(must(await sell(journal, open)).copies).toBe('single');
    expect(performance.now() - next).toBeLessThan(500);
    slow = false;
    release();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(must(await sell(journal, open)).copies).toBe('two');
    await closeJournal(journal);
  });

  it('is made whole from the journal when it lags, is torn, or was put in new', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const contents = await readMirrorFile(mirrorFile(options, firstFile), owner);
    if (typeof contents === 'string') throw new Error(contents);
    must(await sell(journal, open));
    await closeJournal(journal);
    truncateSync(mirrorFile(options, firstFile), contents.bytes + 40);
    const mended = await reopen(options);
    expect(secondCopyStatus(mended)).toMatchObject({ state: 'whole', throughSeq: 4 });
    await closeJournal(mended);
    expect(await readMirrorFile(mirrorFile(options, firstFile), owner)).toMatchObject({
      end: 'torn',
      lastSeq: 3,
    });
    rmSync(options.mirrorFolder ?? '', { recursive: true });
    const without = await reopen(options);
    expect(must(await sell(without, open)).copies).toBe('single');
    mkdirSync(options.mirrorFolder ?? '');
    expect(must(await sell(without, open)).copies).toBe('two');
    await closeJournal(without);
    expect(await readMirrorFile(mirrorFile(options, firstFile), owner)).toMatchObject({
      end: 'clean',
      lastSeq: 6,
    });
  });

  it('mends a journal that was put back from an older day', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    await closeJournal(journal);
    const path = join(options.folder, 'journal.db');
    copyFileSync(path, `${path}.old`);
    const later = await reopen(options);
    for (let sold = 0; sold < 3; sold += 1) must(await sell(later, open));
    const proof = verifyJournal(later.db, 'every');
    await closeJournal(later);
    renameSync(`${path}.old`, path);
    const mended = await reopen(options);
    expect(lastSeq(mended.db)).toBe(6);
    expect(verifyJournal(mended.db, 'every')).toEqual(proof);
    must(await sell(mended, open));
    await closeJournal(mended);
    expect(statSync(path).size).toBeGreaterThan(0);
  });

  it('keeps its order where a day was opened under a clock set back, and mends an old journal from it', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    must(await sell(journal, open));
    await closeJournal(journal);
    const path = join(options.folder, 'journal.db');
    copyFileSync(path, `${path}.old`);
    // Two days earlier by its date, later by its number; then a file after a fault, and the right day again.
    const back = { ...open, businessDate: '2026-11-21' };
    for (const day of [back, back, open]) {
      const later = await reopen(options);
      must(await sell(later, day));
      await closeJournal(later);
    }
    const names = readdirSync(options.mirrorFolder ?? '');
    expect(names.filter((name) => name.includes('2026-11-21'))).toEqual([]);
    renameSync(`${path}.old`, path);
    const mended = await reopen(options);
    expect(lastSeq(mended.db)).toBe(7);
    expect(verifyJournal(mended.db, 'every').ok).toBe(true);
    await closeJournal(mended);
  });
});
