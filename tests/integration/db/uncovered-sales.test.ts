import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { appendEntry } from '../../../db/append.ts';
import { careRecords, lastCare, recordCare } from '../../../db/care/care-events.ts';
import { uncoveredNow, uncoveredSales } from '../../../db/care/uncovered-sales.ts';
import { closeJournal, openJournal } from '../../../db/journal.ts';
import { bornPrintJob } from '../../../db/print-jobs.ts';
import { enrolled, must, newUid, openCounter, recharge, sell } from '../../harness/journal.ts';

async function sellingAlone(sales: number) {
  const bench = await enrolled();
  const open = await openCounter(bench.journal, bench.clock.wallMs());
  must(await sell(bench.journal, open));
  rmSync(bench.options.mirrorFolder ?? '', { recursive: true });
  for (let sold = 0; sold < sales; sold += 1) {
    expect(must(await sell(bench.journal, open)).copies).toBe('single');
  }
  return { ...bench, open };
}

/** A sale that brings a counterfoil, as one that a second person approved. */
async function sellWithCounterfoil({ journal, open }: Awaited<ReturnType<typeof sellingAlone>>) {
  return must(
    await appendEntry(journal, recharge(open), (db, stored) => {
      const born = { id: newUid(), entry: stored.uid, copy: 0, owner: 'sale', bornAt: 1 } as const;
      bornPrintJob(db, { ...born, slip: 'receipt' });
      bornPrintJob(db, { ...born, id: newUid(), slip: 'counterfoil' });
    }),
  );
}

describe('sales in one copy alone', () => {
  it('are those behind the point at which the second copy was lost', async () => {
    const { journal } = await sellingAlone(3);
    expect(lastCare(journal.db, ['mirror-lost'])).toMatchObject({ afterSeq: 4, n: 1 });
    expect(uncoveredNow(journal.db).map(({ seq }) => seq)).toEqual([5, 6, 7]);
    expect(uncoveredSales(journal.db, 6).map(({ seq }) => seq)).toEqual([5, 6]);
    await closeJournal(journal);
  });

  it('stand each on one counterfoil: the sale that brings one is the first of the next', async () => {
    const bench = await sellingAlone(3);
    const { journal, open } = bench;
    const first = await sellWithCounterfoil(bench);
    must(await sell(journal, open));
    expect(uncoveredSales(journal.db, first.entry.seq - 1).map(({ seq }) => seq)).toEqual([5, 6, 7]);
    expect(uncoveredNow(journal.db).map(({ seq }) => seq)).toEqual([8, 9]);
    const second = await sellWithCounterfoil(bench);
    expect(uncoveredSales(journal.db, second.entry.seq - 1).map(({ seq }) => seq)).toEqual([8, 9]);
    await closeJournal(journal);
  });

  it('are counted on after a restart without the stick', async () => {
    const { journal, options, open } = await sellingAlone(2);
    await closeJournal(journal);
    const opened = await openJournal(options);
    if (!opened.ok) throw new Error(opened.error.detail);
    must(await sell(opened.value, open));
    expect(uncoveredNow(opened.value.db).map(({ seq }) => seq)).toEqual([5, 6, 7]);
    await closeJournal(opened.value);
  });

  it('are none after an opening that misses a stick which held everything', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    must(await sell(journal, open));
    await closeJournal(journal);
    rmSync(options.mirrorFolder ?? '', { recursive: true });
    const opened = await openJournal(options);
    if (!opened.ok) throw new Error(opened.error.detail);
    expect(uncoveredNow(opened.value.db)).toEqual([]);
    must(await sell(opened.value, open));
    expect(uncoveredNow(opened.value.db).map(({ seq }) => seq)).toEqual([5]);
    await closeJournal(opened.value);
  });

  it('never fill more than one counterfoil', async () => {
    const bench = await enrolled({ mirrorFolder: null });
    const open = await openCounter(bench.journal, bench.clock.wallMs());
    const sold = limits.counterfoilSalesMax;
    for (let n = 0; n < sold; n += 1) must(await sell(bench.journal, open));
    expect(uncoveredNow(bench.journal.db)).toHaveLength(sold);
    must(await sell(bench.journal, open));
    expect(uncoveredNow(bench.journal.db)).toHaveLength(sold);
    expect(uncoveredNow(bench.journal.db)[0]?.seq).toBe(5);
    await closeJournal(bench.journal);
  });
});

describe('the record of the copies', () => {
  it('only grows, and cuts what a technician is told', async () => {
    const { journal } = await enrolled();
    const care = { event: 'copy-failed', afterSeq: 1, file: 'x' } as const;
    const at = 'd'.repeat(limits.careDetailCharsMax);
    expect(recordCare(journal.inner, { ...care, detail: at })).toMatchObject({ ok: true, value: { n: 1 } });
    expect(recordCare(journal.inner, { ...care, detail: `${at}d` })).toMatchObject({ value: { n: 2 } });
    expect(careRecords(journal.db).map(({ detail }) => detail)).toEqual([at, at]);
    const { db } = journal.inner;
    expect(() => db.exec('UPDATE care_event SET detail = 1')).toThrow('only grows');
    expect(() => db.exec('DELETE FROM care_event')).toThrow('only grows');
    expect(() => db.exec("INSERT INTO care_event VALUES (9, 1, 'copy-made', 1, '', '')")).toThrow('no gap');
    expect(() => db.exec("INSERT INTO care_event VALUES (3, 1, '', 1, '', '')")).toThrow('CHECK');
    await closeJournal(journal);
  });
});
