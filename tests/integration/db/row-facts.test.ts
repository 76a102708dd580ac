import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../counter/journal/answer.ts';
import type { EntryDraft, StoredEntry } from '../../../counter/journal/entry.ts';
import { limits } from '../../../counter/limits.ts';
import { appendEntry } from '../../../db/append.ts';
import { markOffered, storeAnswers } from '../../../db/answers.ts';
import { consumerPending } from '../../../db/consumer-reads.ts';
import { closeJournal, type Journal } from '../../../db/journal.ts';
import { rowHistoryView } from '../../../electron/service/row-history-view.ts';
import { pageOfRows } from '../../../electron/service/sent-rows-page.ts';
import { answerOf } from '../../harness/answer-of.ts';
import { everyDraft } from '../../harness/every-draft.ts';
import {
  enrolled,
  type HandClock,
  must,
  newUid,
  openCounter,
  type OpenCounter,
  sell,
} from '../../harness/journal.ts';

/** What the journal says of a row after each thing that can become of it. */
let journal: Journal;
let clock: HandClock;
let open: OpenCounter;
let sold: StoredEntry;

beforeEach(async () => {
  ({ journal, clock } = await enrolled());
  open = await openCounter(journal, clock.wallMs());
  sold = must(await sell(journal, open)).entry;
});

afterEach(() => closeJournal(journal));

const attempts = { askedAt: null, batch: null };
const consumer = '102030405';
const pending = () => consumerPending(journal.db, consumer).count;

async function rows(state: Parameters<typeof pageOfRows>[1]['asked']['state'] = null) {
  const asked = { state, outage: null, businessDate: null, before: null };
  return (await pageOfRows(journal, { asked, search: null, attempts, nextTurn: async () => undefined })).rows;
}

const stateNow = async (uid = sold.uid) => (await rows()).find((row) => row.uid === uid)?.state;

async function act(
  kind: 'cancellation' | 'refund' | 'refusal settled',
  ref = sold.uid,
): Promise<StoredEntry> {
  const draft = { ...everyDraft(open)[kind], uid: newUid(), ref } as EntryDraft;
  return must(await appendEntry(journal, draft)).entry;
}

let turn = 0;
async function answer(entry: StoredEntry, more: Partial<Answer>): Promise<void> {
  turn += 1;
  const stored = await storeAnswers(journal, [
    answerOf(entry, { turn, tokens: [], reference: null, ...more }),
  ]);
  expect(stored.ok).toBe(true);
}

describe('the state of a row', () => {
  it('is unsent, then offered once its batch may have left', async () => {
    expect([await stateNow(), pending()]).toEqual(['unsent', 1]);
    expect(markOffered(journal, sold.seq).ok).toBe(true);
    expect([await stateNow(), pending()]).toEqual(['offered', 1]);
    expect(await rows('unsent')).toEqual([]);
    expect((await rows('offered')).map(({ uid }) => uid)).toEqual([sold.uid]);
  });

  it.each([
    [{ credit: 'pending' }, 'pending', 1],
    [{ credit: 'pending', code: 'unknown-consumer' }, 'suspense', 1],
    [{ credit: 'rejected' }, 'refused', 0],
    [{ credit: 'applied', reference: 'HE-1' }, 'credited', 0],
    [{ credit: 'applied', reference: 'HE-1', amountPaise: 499_00, consumer }, 'differs', 0],
    [{ credit: 'applied', reference: 'HE-1', amountPaise: 500_00, consumer: '102030406' }, 'differs', 0],
  ] as const)('follows the answer %o', async (more, state, waiting) => {
    await answer(sold, more);
    expect([await stateNow(), pending()]).toEqual([state, waiting]);
    expect((await rows(state)).map(({ uid }) => uid)).toEqual([sold.uid]);
  });

  it('is cancelled, whatever the head end says afterwards; nothing of it waits', async () => {
    await act('cancellation');
    expect([await stateNow(), pending()]).toEqual(['cancelled', 0]);
    await answer(sold, { credit: 'applied', reference: 'HE-1' });
    expect(await stateNow()).toBe('cancelled');
    expect((await rows('cancelled')).map(({ uid }) => uid)).toEqual([sold.uid]);
    expect(await rows('credited')).toEqual([]);
  });

  it('is refunded, and the refund is a row of its own that asks for no credit', async () => {
    await answer(sold, { credit: 'rejected' });
    const refund = await act('refund');
    expect([await stateNow(), await stateNow(refund.uid), pending()]).toEqual(['refunded', 'unsent', 0]);
    await answer(refund, { credit: 'none' });
    expect((await rows('refunded')).map(({ kind }) => kind)).toEqual(['recharge']);
    expect((await rows())[0]).toMatchObject({ kind: 'refund', name: 'Ram Prasad', amountPaise: 500_00 });
  });

  it('is being settled, settled, or refused again, by the last settlement of its chain', async () => {
    await answer(sold, { credit: 'rejected' });
    const first = await act('refusal settled');
    expect([await stateNow(), pending()]).toEqual(['settling', 0]);
    await answer(first, { credit: 'rejected' });
    expect([await stateNow(), await stateNow(first.uid)]).toEqual(['refused', 'refused']);
    const second = await act('refusal settled', first.uid);
    await answer(second, { credit: 'applied', reference: 'HE-2' });
    expect([await stateNow(), await stateNow(second.uid)]).toEqual(['settled', 'credited']);
    expect((await rows('settled')).map(({ uid }) => uid)).toContain(sold.uid);
  });
});

describe('the history of a row', () => {
  const steps = () => rowHistoryView(journal, sold, attempts).steps;

  it('keeps every word of the head end and every act, in the order in which they were stored', async () => {
    clock.pass(60_000);
    expect(markOffered(journal, sold.seq).ok).toBe(true);
    clock.pass(60_000);
    await answer(sold, {
      credit: 'pending',
      code: 'unknown-consumer',
      text: { hi: 'नहीं मिला', en: 'Not found' },
    });
    clock.pass(60_000);
    await answer(sold, { credit: 'rejected', text: { hi: 'बंद', en: 'Closed' } });
    clock.pass(60_000);
    await act('refusal settled');
    const told = steps();
    expect(told.map(({ step }) => step)).toEqual([
      'taken',
      'copied',
      'paper',
      'offered',
      'answered',
      'answered',
      'act',
    ]);
    expect(told[5]).toMatchObject({ credit: 'rejected', text: { hi: 'बंद', en: 'Closed' } });
    expect(told[6]).toMatchObject({ act: 'settlement', outcome: 'moved', consumer: '102030406' });
  });

  it('names the try of this process beside the first', () => {
    expect(markOffered(journal, sold.seq).ok).toBe(true);
    const at = clock.wallMs() + 5_000;
    const batch = { fromSeq: 1, toSeq: sold.seq, at };
    const tried = rowHistoryView(journal, sold, { askedAt: at, batch });
    expect(tried.row.triedAt).toBe(at);
    expect(tried.steps.filter(({ step }) => step === 'offered' || step === 'tried')).toHaveLength(2);
  });

  it('tells no more steps than its bound, however often the head end spoke', async () => {
    for (let n = 0; n < limits.rowStepsMax + 1; n += 1) await answer(sold, { credit: 'pending' });
    const told = steps();
    expect(told.length).toBeLessThanOrEqual(limits.rowStepsMax);
    const answers = told.filter((step) => step.step === 'answered');
    expect(answers.at(-1)).toMatchObject({ turn });
  });
});
