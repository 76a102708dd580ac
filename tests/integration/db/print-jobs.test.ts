import { describe, expect, it } from 'vitest';
import type { PrintState } from '../../../counter/journal/print-job.ts';
import { limits } from '../../../counter/limits.ts';
import { appendEntry } from '../../../db/append.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import { closeJournal, type Journal, openJournal } from '../../../db/journal.ts';
import {
  appendPrintStep,
  bornPrintJob,
  freezeDocument,
  nextCopyNumber,
  openPrintJobs,
  openPrintJobsIn,
  printJob,
  printJobsOfEntry,
} from '../../../db/print-jobs.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { receiptText } from '../../harness/frozen-receipt.ts';
import { enrolled, must, newUid, openCounter, recharge, sell } from '../../harness/journal.ts';

function walk(journal: Journal, job: string, ...states: PrintState[]): void {
  for (const state of states) {
    const step = appendPrintStep(journal, { job, state, attempt: 1, detail: { bytes: 7 } });
    if (!step.ok) throw new Error(step.error.detail);
  }
}

describe('a print job', () => {
  it('is born with its sale or not at all', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const { entry } = must(await sell(journal, open));
    expect(openPrintJobs(journal.db)).toMatchObject([
      { entry: entry.uid, slip: 'receipt', copy: 0, state: 'waiting', owner: 'sale', documentText: null },
    ]);
    const draft = recharge(open);
    const birth = {
      id: 'too short',
      entry: draft.uid,
      slip: 'receipt',
      copy: 0,
      owner: 'sale',
      bornAt: 1,
    } as const;
    const refused = await appendEntry(journal, draft, (db) => bornPrintJob(db, birth));
    expect(refused).toMatchObject({ kind: 'refused', fault: { code: 'draft-refused' } });
    expect(printJobsOfEntry(journal.db, draft.uid)).toEqual([]);
    expect(openPrintJobs(journal.db)).toHaveLength(1);
    await closeJournal(journal);
  });

  it('freezes its document once and walks only allowed steps', async () => {
    const { journal, clock, options } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const { entry } = must(await sell(journal, open));
    const job = printJobsOfEntry(journal.db, entry.uid)[0]?.id ?? '';
    const slip = receiptText(entry, options.signer);
    const refused = { ok: false, error: { code: 'conflict' } };
    expect(appendPrintStep(journal, { job, state: 'sending', attempt: 1, detail: null })).toMatchObject(
      refused,
    );
    expect(appendPrintStep(journal, { job, state: 'queued', attempt: 0, detail: null })).toMatchObject(
      refused,
    );
    expect(freezeDocument(journal, job, 'x'.repeat(limits.printDocumentBytesMax + 1))).toMatchObject(refused);
    const frozen = freezeDocument(journal, job, slip);
    expect(frozen).toMatchObject({
      ok: true,
      value: { state: 'queued', documentSha256: sha256Hex(slip) },
    });
    expect(freezeDocument(journal, job, 'another')).toMatchObject(refused);
    walk(journal, job, 'checking', 'sending', 'awaiting', 'confirmed');
    expect(appendPrintStep(journal, { job, state: 'sending', attempt: 2, detail: null })).toMatchObject(
      refused,
    );
    expect(printJob(journal.db, job)).toMatchObject({
      state: 'confirmed',
      steps: 5,
      documentText: slip,
    });
    expect(openPrintJobs(journal.db)).toEqual([]);
    expect(freezeDocument(journal, newUid(), 'x')).toMatchObject(refused);
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
    await closeJournal(journal);
  });

  it('is found by its state, oldest first and no more than asked for', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const born: string[] = [];
    for (let sold = 0; sold < 3; sold += 1) {
      const { entry } = must(await sell(journal, open));
      const job = printJobsOfEntry(journal.db, entry.uid)[0]?.id ?? '';
      freezeDocument(journal, job, '{}');
      born.push(job);
    }
    const [first = '', second = ''] = born;
    for (const job of [first, second]) walk(journal, job, 'checking', 'sending', 'uncertain');
    const oldestFirst = openPrintJobs(journal.db).map(({ id }) => id);
    const inDoubt = oldestFirst.filter((id) => id === first || id === second);
    expect(openPrintJobsIn(journal.db, 'uncertain', 2).map(({ id }) => id)).toEqual(inDoubt);
    expect(openPrintJobsIn(journal.db, 'uncertain', 1)).toHaveLength(1);
    expect(openPrintJobsIn(journal.db, 'queued', 9)).toHaveLength(1);
    expect(openPrintJobsIn(journal.db, 'failed', 9)).toEqual([]);
    await closeJournal(journal);
  });

  it('holds the largest document and detail, not one byte more', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const { entry } = must(await sell(journal, open));
    const job = printJobsOfEntry(journal.db, entry.uid)[0]?.id ?? '';
    expect(freezeDocument(journal, job, 'x'.repeat(limits.printDocumentBytesMax)).ok).toBe(true);
    const detail = 'x'.repeat(limits.printDetailBytesMax - 2);
    expect(appendPrintStep(journal, { job, state: 'checking', attempt: 1, detail: `${detail}x` }).ok).toBe(
      false,
    );
    expect(appendPrintStep(journal, { job, state: 'checking', attempt: 1, detail }).ok).toBe(true);
    await closeJournal(journal);
  });

  it('becomes uncertain when the program died while sending, and is never sent again', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const jobs: string[] = [];
    for (const last of ['queued', 'sending', 'awaiting', 'stalled'] as const) {
      const { entry } = must(await sell(journal, open));
      const job = printJobsOfEntry(journal.db, entry.uid)[0]?.id ?? '';
      freezeDocument(journal, job, 'document');
      if (last !== 'queued') walk(journal, job, 'sending');
      if (last === 'awaiting' || last === 'stalled') walk(journal, job, last);
      jobs.push(job);
    }
    await closeJournal(journal);
    const again = await openJournal(options);
    if (!again.ok) throw new Error(again.error.detail);
    const states = jobs.map((job) => printJob(again.value.db, job)?.state);
    expect(states).toEqual(['queued', 'uncertain', 'uncertain', 'uncertain']);
    const back = appendPrintStep(again.value, {
      job: jobs[1] ?? '',
      state: 'sending',
      attempt: 2,
      detail: null,
    });
    expect(back.ok).toBe(false);
    walk(again.value, jobs[1] ?? '', 'replaced');
    await closeJournal(again.value);
  });

  it('numbers copies: the original is born with the sale alone', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const { entry } = must(await sell(journal, open));
    expect(nextCopyNumber(journal.db, entry.uid, 'receipt')).toBe(1);
    const bare = must(await appendEntry(journal, recharge(open))).entry;
    expect(nextCopyNumber(journal.db, bare.uid, 'receipt')).toBe(1);
    expect(nextCopyNumber(journal.db, bare.uid, 'confirmed-slip')).toBe(0);
    const reprint = {
      v: 1,
      ...open,
      operator: 'asha',
      ledger: [],
      ref: entry.uid,
      kind: 'reprint',
      uid: newUid(),
      receiptNumber: 'PTC-C02-2627-000001',
      copy: 1,
      reason: 'consumer-asks',
      approver: null,
    } as const;
    const birth = {
      id: newUid(),
      entry: entry.uid,
      slip: 'receipt',
      copy: 1,
      owner: 'desk',
      bornAt: 2,
    } as const;
    must(await appendEntry(journal, reprint, (db) => bornPrintJob(db, birth)));
    expect(nextCopyNumber(journal.db, entry.uid, 'receipt')).toBe(2);
    const twice = await appendEntry(journal, { ...reprint, uid: newUid() }, (db) =>
      bornPrintJob(db, { ...birth, id: newUid() }),
    );
    expect(twice).toMatchObject({ kind: 'refused' });
    // A restore brings back entries without their print jobs: what they asked for is still counted.
    must(await appendEntry(journal, { ...reprint, uid: newUid(), copy: 5 }));
    expect(nextCopyNumber(journal.db, entry.uid, 'receipt')).toBe(6);
    expect(nextCopyNumber(journal.db, entry.uid, 'confirmed-slip')).toBe(0);
    await closeJournal(journal);
  });
});
