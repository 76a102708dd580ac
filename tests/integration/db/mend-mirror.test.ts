import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { appendEntry } from '../../../db/append.ts';
import { careDue } from '../../../db/care/care-due.ts';
import { careRecords, recordCare } from '../../../db/care/care-events.ts';
import { journalProof, keepReport } from '../../../db/care/keep-report.ts';
import { checkpointWhenIdle } from '../../../db/checkpoint.ts';
import { closeJournal, openJournal } from '../../../db/journal.ts';
import { secondCopyStatus } from '../../../db/second-copy.ts';
import { careDone, flipBit, sold } from '../../harness/care.ts';
import { must, newUid, openCounter, sell } from '../../harness/journal.ts';

type Counter = Awaited<ReturnType<typeof sold>>;

const today = 'C02-1-2026-11-23.mirror';

async function round({ journal, care }: Pick<Counter, 'journal' | 'care'>) {
  return keepReport(journal, await careDone(journal, care));
}

function eventsOf({ journal }: Pick<Counter, 'journal'>): string[] {
  return careRecords(journal.db).map(({ event, file }) => `${event} ${file}`);
}

async function closeDay({ journal, open }: Counter): Promise<void> {
  const common = { v: 1, ...open, operator: 'asha', ledger: [], ref: null } as const;
  const totals = { recharges: 0, takingsPaise: 0, firstReceipt: null, lastReceipt: null };
  must(
    await appendEntry(journal, {
      ...common,
      kind: 'day closed',
      shift: null,
      uid: newUid(),
      unsent: 0,
      unsentPaise: 0,
      cancellations: 0,
      cancelledPaise: 0,
      ...totals,
    }),
  );
}

describe('a second copy in which a bit flipped', () => {
  it('is written again from the journal, on record, and proves whole at the next round', async () => {
    const counter = await sold(4);
    const { journal, options, open } = counter;
    expect(await round(counter)).toEqual({ journal: 'passed', copy: 'made', mirror: 'passed' });
    const folder = options.mirrorFolder ?? '';
    flipBit(join(folder, today), '"seq":5,');
    const damaged = readFileSync(join(folder, today));
    expect(await round(counter)).toMatchObject({ journal: 'passed', mirror: 'mended' });
    expect(eventsOf(counter).slice(3)).toEqual([
      'proof-passed journal.db',
      'copy-made 2026-11-23-7.journal',
      'proof-failed second-copy',
      `mirror-mended ${today}`,
    ]);
    expect(readFileSync(join(folder, today))).toEqual(damaged);
    expect(readdirSync(folder)).toEqual([today.replace('.mirror', '-2.mirror'), today]);
    expect(must(await sell(journal, open)).copies).toBe('two');
    expect(await round(counter)).toMatchObject({ mirror: 'passed' });
    await closeJournal(journal);

    const again = await openJournal(options);
    if (!again.ok) throw new Error(again.error.detail);
    expect(must(await sell(again.value, open)).copies).toBe('two');
    expect(await round({ ...counter, journal: again.value })).toMatchObject({ mirror: 'passed' });
    await closeJournal(again.value);
  });

  it('gets back a whole file that somebody deleted, and the days behind it', async () => {
    const counter = await sold(2);
    const { journal, options, clock } = counter;
    await closeDay(counter);
    clock.pass(86_400_000);
    const open = await openCounter(journal, clock.wallMs());
    must(await sell(journal, open));
    rmSync(join(options.mirrorFolder ?? '', today));
    expect(await round(counter)).toMatchObject({ mirror: 'mended' });
    expect(careRecords(journal.db).at(-2)?.detail).toBe('entry 1 is missing');
    expect(await round(counter)).toMatchObject({ mirror: 'passed' });
    expect(secondCopyStatus(journal)).toMatchObject({ state: 'whole' });
    await closeJournal(journal);
  });

  it('is not mended, and said so, while the device is dead', async () => {
    let dead = false;
    const mirrorFlush = () => (dead ? Promise.reject(new Error('EIO')) : Promise.resolve());
    const counter = await sold(3, { faults: { mirrorFlush } });
    flipBit(join(counter.options.mirrorFolder ?? '', today), '"seq":4,');
    const outcome = await careDone(counter.journal, counter.care);
    dead = true;
    expect(await keepReport(counter.journal, outcome)).toMatchObject({ mirror: 'failed' });
    expect(eventsOf(counter)).not.toContain(`mirror-mended ${today}`);
    await closeJournal(counter.journal);
  });
});

describe('a journal in which a bit flipped', () => {
  it('fails its proof, on record, until a proof passes', async () => {
    const counter = await sold(3);
    const { journal, options } = counter;
    expect(journalProof(journal.db)).toMatchObject({ state: 'none', at: 0 });
    await round(counter);
    expect(journalProof(journal.db).state).toBe('passed');
    checkpointWhenIdle(journal);
    const path = join(options.folder, 'journal.db');
    const whole = readFileSync(path);
    flipBit(path, '"consumer":"102030405"');
    expect(await round(counter)).toEqual({ journal: 'failed', copy: 'failed', mirror: 'not-proved' });
    expect(journalProof(journal.db).state).toBe('failed');
    expect(whole.length).toBeGreaterThan(0);
    await closeJournal(journal);
  });
});

describe('a round of care', () => {
  it('is due after a day was closed, and a day after the last one', async () => {
    const counter = await sold(1);
    const { journal, clock } = counter;
    const due = () => careDue(journal.db, clock.wallMs());
    expect(due()).toBeNull();
    clock.pass(limits.careEveryMs - 1);
    expect(due()).toBeNull();
    clock.pass(1);
    expect(due()).toBe('long-ago');
    await round(counter);
    expect(due()).toBeNull();
    clock.pass(1_000);
    await closeDay(counter);
    expect(due()).toBe('day-closed');
    clock.pass(1_000);
    recordCare(journal.inner, { event: 'copy-failed', afterSeq: 0, file: '', detail: '' });
    expect(due()).toBeNull();
    clock.pass(limits.careRetryMs - 1);
    expect(due()).toBeNull();
    clock.pass(1);
    expect(due()).toBe('day-closed');
    await round(counter);
    expect(due()).toBeNull();
    await closeJournal(journal);
  });
});

describe('copies kept', () => {
  it('hold no half file, whatever lay there', async () => {
    const counter = await sold(1);
    await round(counter);
    writeFileSync(join(counter.copiesFolder, '2026-11-23-4.journal.partial'), 'x');
    must(await sell(counter.journal, counter.open));
    await round(counter);
    expect(readdirSync(counter.copiesFolder)).toEqual(['2026-11-23-4.journal', '2026-11-23-5.journal']);
    await closeJournal(counter.journal);
  });
});
