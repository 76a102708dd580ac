import { describe, expect, it } from 'vitest';
import type { SignedAcknowledgement, SignedAnswer } from '../../../counter/journal/answer.ts';
import { canonicalJson } from '../../../counter/journal/canonical.ts';
import { limits } from '../../../counter/limits.ts';
import {
  ackedSeq,
  answersBetween,
  latestAnswer,
  lastAcknowledgement,
  offeredThrough,
} from '../../../db/answer-reads.ts';
import { markOffered, storeAcknowledgement, storeAnswers } from '../../../db/answers.ts';
import { consumerPending } from '../../../db/consumer-reads.ts';
import { unsentSummary } from '../../../db/day-reads.ts';
import { closeJournal, openJournal } from '../../../db/journal.ts';
import { secondCopyStatus } from '../../../db/second-copy.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { answerOf } from '../../harness/answer-of.ts';
import { enrolled, must, openCounter, sell } from '../../harness/journal.ts';
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

function acknowledge(
  entry: { seq: number; hash: string },
  more: { counter?: string } = {},
): SignedAcknowledgement {
  const acknowledgement = {
    v: 1,
    serverId: 'head-end',
    serverEpoch: 'a',
    counter: 'C02',
    epoch: 1,
    ackedSeq: entry.seq,
    headHash: entry.hash,
    at: 1,
    ...more,
  } as const;
  return { acknowledgement, text: canonicalJson(acknowledgement), signature: 'by the head end' };
}

describe('answers of the head end', () => {
  it('are kept verbatim, once, and the last turn counts', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const { entry } = must(await sell(journal, open));
    const pending = answerOf(entry, { credit: 'pending', tokens: [], reference: null });
    const applied = answerOf(entry, { turn: 2, text: { hi: 'जमा', en: 'Credited' } });
    expect(await storeAnswers(journal, [pending])).toEqual({ ok: true, value: { new: 1, copies: 'two' } });
    expect(consumerPending(journal.db, '102030405').count).toBe(1);
    expect(await storeAnswers(journal, [pending, applied, applied])).toEqual({
      ok: true,
      value: { new: 1, copies: 'two' },
    });
    expect(await storeAnswers(journal, [pending, applied])).toEqual({
      ok: true,
      value: { new: 0, copies: 'two' },
    });
    expect(latestAnswer(journal.db, entry.seq)).toEqual(applied.answer);
    expect(answersBetween(journal.db, entry.seq, entry.seq).map((stored) => stored.text)).toEqual([
      pending.text,
      applied.text,
    ]);
    expect(consumerPending(journal.db, '102030405').count).toBe(0);
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
    await closeJournal(journal);
    const again = await openJournal(options);
    if (!again.ok) throw new Error(again.error.detail);
    expect(secondCopyStatus(again.value)).toMatchObject({ state: 'whole' });
    await closeJournal(again.value);
  });

  it('that contradict what is stored change nothing', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const { entry } = must(await sell(journal, open));
    const good = answerOf(entry);
    expect((await storeAnswers(journal, [good])).ok).toBe(true);
    const conflict = { ok: false, error: { code: 'conflict' } };
    expect(await storeAnswers(journal, [answerOf(entry, { reference: 'HE-2' })])).toMatchObject(conflict);
    expect(
      await storeAnswers(journal, [answerOf(entry, { turn: 2 }), answerOf(entry, { seq: 99 })]),
    ).toMatchObject(conflict);
    expect(await storeAnswers(journal, [answerOf(entry, { turn: 3, counter: 'C03' })])).toMatchObject(
      conflict,
    );
    expect(await storeAnswers(journal, [{ ...answerOf(entry, { turn: 4 }), text: good.text }])).toMatchObject(
      conflict,
    );
    expect(answersBetween(journal.db, 1, 99)).toHaveLength(1);
    const room = limits.answerTextBytesMax - answerOf(entry, { turn: 5, code: '' }).text.length;
    const sized = (code: string): SignedAnswer[] => [answerOf(entry, { turn: 5, code })];
    expect(await storeAnswers(journal, sized('x'.repeat(room + 1)))).toMatchObject(conflict);
    expect((await storeAnswers(journal, sized('x'.repeat(room)))).ok).toBe(true);
    await closeJournal(journal);
  });

  it('come back from the second copy with their entries', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    await closeJournal(journal);
    const path = join(options.folder, 'journal.db');
    copyFileSync(path, `${path}.old`);
    const later = await openJournal(options);
    if (!later.ok) throw new Error(later.error.detail);
    const { entry } = must(await sell(later.value, open));
    await closeJournal(later.value);
    copyFileSync(path, `${path}.unanswered`);
    const answered = await openJournal(options);
    if (!answered.ok) throw new Error(answered.error.detail);
    await storeAnswers(answered.value, [answerOf(entry)]);
    await closeJournal(answered.value);
    for (const older of [`${path}.old`, `${path}.unanswered`]) {
      renameSync(older, path);
      const mended = await openJournal(options);
      if (!mended.ok) throw new Error(mended.error.detail);
      expect(latestAnswer(mended.value.db, entry.seq)).toEqual(answerOf(entry).answer);
      await closeJournal(mended.value);
    }
  });
});

describe('the acknowledged prefix', () => {
  it('is on disk, moves the unsent sums, and may go back for a head end that forgot', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const first = must(await sell(journal, open)).entry;
    const second = must(await sell(journal, open)).entry;
    expect(storeAcknowledgement(journal, acknowledge(second)).ok).toBe(true);
    expect(unsentSummary(journal.db)).toEqual({ count: 0, sumPaise: 0, oldestAt: null });
    expect(storeAcknowledgement(journal, acknowledge(first)).ok).toBe(true);
    expect(ackedSeq(journal.db)).toBe(first.seq);
    expect(unsentSummary(journal.db)).toMatchObject({ count: 1, sumPaise: 500_00 });
    expect(lastAcknowledgement(journal.db)).toEqual(acknowledge(first));
    const forked = acknowledge({ seq: second.seq, hash: first.hash });
    expect(storeAcknowledgement(journal, forked)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    const strange = acknowledge(first, { counter: 'C03' });
    expect(storeAcknowledgement(journal, strange)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await closeJournal(journal);
  });

  it('is preceded by a mark of what was offered, which never goes back', async () => {
    const { journal, options, clock } = await enrolled();
    await openCounter(journal, clock.wallMs());
    expect(offeredThrough(journal.db)).toBe(0);
    expect(markOffered(journal, 3).ok).toBe(true);
    expect(markOffered(journal, 2).ok).toBe(true);
    expect(markOffered(journal, 4)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await closeJournal(journal);
    const again = await openJournal(options);
    if (!again.ok) throw new Error(again.error.detail);
    expect(offeredThrough(again.value.db)).toBe(3);
    await closeJournal(again.value);
  });
});

describe('a final answer', () => {
  it.each([
    ['applied', 'rejected'],
    ['rejected', 'applied'],
    ['applied', 'pending'],
  ] as const)('%s is not undone by a later %s: kept on record, not believed', async (first, second) => {
    const { journal, clock } = await enrolled();
    const { entry } = must(await sell(journal, await openCounter(journal, clock.wallMs())));
    const final = answerOf(entry, { turn: 2, credit: first });
    const later = answerOf(entry, { turn: 3, credit: second, reference: 'HE-2' });
    const stored = await storeAnswers(journal, [answerOf(entry, { credit: 'pending' }), final, later]);
    expect(stored).toMatchObject({ ok: true, value: { new: 3 } });
    expect(latestAnswer(journal.db, entry.seq)).toEqual(final.answer);
    expect(answersBetween(journal.db, entry.seq, entry.seq)).toHaveLength(3);
    await closeJournal(journal);
  });

  it('may be followed by its tokens', async () => {
    const { journal, clock } = await enrolled();
    const { entry } = must(await sell(journal, await openCounter(journal, clock.wallMs())));
    const withTokens = answerOf(entry, { turn: 2 });
    await storeAnswers(journal, [answerOf(entry, { tokens: [], code: 'token-follows' }), withTokens]);
    expect(latestAnswer(journal.db, entry.seq)).toEqual(withTokens.answer);
    await closeJournal(journal);
  });
});
