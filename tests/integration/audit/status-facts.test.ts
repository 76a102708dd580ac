import { describe, expect, it } from 'vitest';
import { recordCare } from '../../../db/care/care-events.ts';
import { closeJournal } from '../../../db/journal.ts';
import { statusFacts } from '../../../electron/service/status-facts.ts';
import { runCounter } from '../../harness/counter-command.ts';
import { enrolled, must, openCounter, sell } from '../../harness/journal.ts';

describe('the status of a journal', () => {
  it('tells of each kind of care the newest event, and of the unsent the oldest', async () => {
    const { journal, options, clock } = await enrolled();
    expect(statusFacts(journal.db)).toMatchObject({
      lastProof: null,
      lastCopy: null,
      reserve: null,
      epoch: 1,
    });
    const open = await openCounter(journal, clock.wallMs());
    const oldestAt = clock.wallMs();
    must(await sell(journal, open));
    clock.pass(60_000);
    must(await sell(journal, open));
    for (const event of [
      'proof-failed',
      'proof-passed',
      'copy-made',
      'mirror-lost',
      'mirror-whole',
      'reserve-made',
    ] as const) {
      expect(recordCare(journal.inner, { event, afterSeq: 5, file: '', detail: `about ${event}` }).ok).toBe(
        true,
      );
    }
    expect(statusFacts(journal.db)).toMatchObject({
      counter: 'C02',
      entries: 5,
      shift: 'asha',
      unsent: { count: 2, sumPaise: 1_000_00, oldestAt },
      prints: { waiting: 2, uncertain: 0 },
      lastProof: { event: 'proof-passed', afterSeq: 5 },
      lastCopy: { event: 'copy-made' },
      secondCopyEvent: { event: 'mirror-whole' },
      reserve: { event: 'reserve-made' },
      deviceKey: options.signer.publicKey,
      hasRecoveryKey: false,
    });
    await closeJournal(journal);
    const { code, stdout } = await runCounter('status', '--data', options.folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^last proof {5}proof-passed 2026-11-23 11:01:00 at entry 5 \(about proof-passed\)$/mu,
    );
    expect(stdout).toMatch(/^unsent {9}2 \(₹1,000\.00, oldest 2026-11-23 11:00:00\)$/mu);
    expect(stdout).toMatch(/^recovery key {3}none: a lost PC could not be restored$/mu);
  });
});
