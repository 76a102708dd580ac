import { describe, expect, it } from 'vitest';
import { closeJournal } from '../../../db/journal.ts';
import { printJobsOfEntry } from '../../../db/print-jobs.ts';
import { copyPapers } from '../../../db/restore/copy-papers.ts';
import type { SalvagedJob } from '../../../db/restore/damaged-journal.ts';
import { enrolled, must, newUid, openCounter, sell } from '../../harness/journal.ts';

describe('papers of a damaged journal', () => {
  it('are left out one by one where the journal would not take them, and the others come along', async () => {
    const { journal, clock } = await enrolled();
    const { uid } = must(await sell(journal, await openCounter(journal, clock.wallMs()))).entry;
    const job = (more: Partial<SalvagedJob> = {}): SalvagedJob => ({
      id: newUid(),
      entry: uid,
      slip: 'receipt',
      copy: 1,
      owner: 'printer',
      bornAt: 1,
      steps: [],
      ...more,
    });
    const sound = job();
    const jobs = [
      job({ entry: newUid() }),
      job({ id: 'short' }),
      job({ copy: 1_000 }),
      job({ slip: '' }),
      sound,
      job(),
      job({ copy: 2, id: sound.id }),
    ];
    const before = printJobsOfEntry(journal.db, uid).length;
    expect(copyPapers(journal.inner.db, jobs, 'same', 1)).toBe(1);
    expect(printJobsOfEntry(journal.db, uid).map(({ id }) => id)).toContain(sound.id);
    expect(printJobsOfEntry(journal.db, uid)).toHaveLength(before + 1);
    await closeJournal(journal);
  });
});
