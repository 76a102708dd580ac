import { describe, expect, it } from 'vitest';
import { entryByUid, recentRecharges } from '../../../db/entries.ts';
import { closeJournal, openJournal } from '../../../db/journal.ts';
import type { JournalFaults } from '../../../db/test-points.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { enrolled, must, newUid, openCounter, sell } from '../../harness/journal.ts';

class DiskError extends Error {
  readonly code = 'SQLITE_IOERR_FSYNC';
}

/** A commit that fails once when told so: `before` nothing was written, `after` it is the phantom. */
function failing(): { faults: JournalFaults; next: 'none' | 'before' | 'after' | 'dead' } {
  const plan: { faults: JournalFaults; next: 'none' | 'before' | 'after' | 'dead' } = {
    next: 'none',
    faults: {},
  };
  const commit = (real: () => void): void => {
    const now = plan.next;
    if (now === 'none') return real();
    if (now !== 'dead') plan.next = 'none';
    if (now === 'after') real();
    throw new DiskError('the flush failed');
  };
  const reopen = (): void => {
    if (plan.next === 'dead') throw new DiskError('the disk is gone');
  };
  return Object.assign(plan, { faults: { commit, reopen } });
}

describe('a commit that reports failure', () => {
  it('counts as recorded when the row is there after reopening: the phantom is never sold twice', async () => {
    const plan = failing();
    const { journal, clock } = await enrolled({ faults: plan.faults });
    const open = await openCounter(journal, clock.wallMs());
    plan.next = 'after';
    const uid = newUid();
    const phantom = must(await sell(journal, open, { uid }));
    expect(phantom.copies).toBe('two');
    expect(await sell(journal, open, { uid })).toMatchObject({ kind: 'already' });
    must(await sell(journal, open));
    expect(recentRecharges(journal.db, 9).map((row) => row.recharge.receiptNumber)).toEqual([
      'PTC-C02-2627-000002',
      'PTC-C02-2627-000001',
    ]);
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
    await closeJournal(journal);
  });

  it('is refused when the row is not there, and the same uid can be sold afterwards', async () => {
    const plan = failing();
    const { journal, clock } = await enrolled({ faults: plan.faults });
    const open = await openCounter(journal, clock.wallMs());
    plan.next = 'before';
    const uid = newUid();
    expect(await sell(journal, open, { uid })).toMatchObject({
      kind: 'refused',
      fault: { code: 'disk-failing' },
    });
    expect(entryByUid(journal.db, uid)).toBeNull();
    expect(must(await sell(journal, open, { uid })).entry.seq).toBe(4);
    await closeJournal(journal);
  });

  it('is unknown when the journal does not open again, and everything stops until a person opens it', async () => {
    const plan = failing();
    const { journal, options, clock } = await enrolled({ faults: plan.faults });
    const open = await openCounter(journal, clock.wallMs());
    plan.next = 'dead';
    const uid = newUid();
    expect(await sell(journal, open, { uid })).toMatchObject({ kind: 'unknown', fault: { code: 'stopped' } });
    expect(await sell(journal, open)).toMatchObject({ kind: 'refused', fault: { code: 'stopped' } });
    await closeJournal(journal);
    plan.next = 'none';
    const reopened = await openJournal(options);
    if (!reopened.ok) throw new Error(reopened.error.detail);
    expect(entryByUid(reopened.value.db, uid)).toBeNull();
    expect(must(await sell(reopened.value, open, { uid })).entry.seq).toBe(4);
    await closeJournal(reopened.value);
  });

  it('refuses sales on a full disk and loses nothing', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    must(await sell(journal, open));
    const pages = Number(journal.inner.db.pragma('page_count', { simple: true }));
    await closeJournal(journal);
    const full = await openJournal({ ...options, faults: { maxPageCount: pages + 4 } });
    if (!full.ok) throw new Error(full.error.detail);
    let sold = 1;
    let outcome = await sell(full.value, open);
    for (; outcome.kind === 'recorded' && sold < 200; outcome = await sell(full.value, open)) sold += 1;
    expect(outcome).toMatchObject({ kind: 'refused', fault: { code: 'disk-full' } });
    expect(verifyJournal(full.value.db, 'every')).toMatchObject({
      ok: true,
      value: { takingsPaise: sold * 500_00 },
    });
    await closeJournal(full.value);
  });

  it('tells the holder that the journal stopped, also where only the loss of the second copy was to be written', async () => {
    const plan = failing();
    const stops: string[] = [];
    let stick: 'in' | 'out' = 'in';
    const mirrorFlush = async (): Promise<void> => {
      if (stick === 'in') return;
      plan.next = 'dead';
      throw new DiskError('the stick is gone');
    };
    const { journal, clock } = await enrolled({
      faults: { ...plan.faults, mirrorFlush },
      onStopped: ({ code }) => void stops.push(code),
    });
    const open = await openCounter(journal, clock.wallMs());
    expect(stops).toEqual([]);
    stick = 'out';
    expect(must(await sell(journal, open)).copies).toBe('single');
    expect(stops).toEqual(['stopped']);
    await closeJournal(journal);
  });
});
