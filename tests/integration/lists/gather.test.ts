import { setImmediate as othersTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedAnswer } from '../../../counter/journal/answer.ts';
import type { EntryDraft, StoredEntry } from '../../../counter/journal/entry.ts';
import { limits } from '../../../counter/limits.ts';
import { appendEntry } from '../../../db/append.ts';
import { storeAnswers } from '../../../db/answers.ts';
import { closeJournal, type Journal } from '../../../db/journal.ts';
import { lastSeq } from '../../../db/entries.ts';
import { gatherList, type GatherPorts, type WantedList } from '../../../electron/service/gather-list.ts';
import { answerOf } from '../../harness/answer-of.ts';
import {
  enrolled,
  must,
  newUid,
  nobody,
  openCounter,
  recharge,
  type OpenCounter,
} from '../../harness/journal.ts';

/** A journal of a few slices: a list must hold what stands at their edges, and nothing twice. */
let journal: Journal;
let open: OpenCounter;
const answers: SignedAnswer[] = [];
const outages = [newUid(), newUid()] as const;
const dnd: WantedList = { list: 'do-not-disconnect', outage: null };
/** Numbers of the consumers that must be on the list. */
const unconfirmed = new Set<string>();

beforeAll(async () => {
  const bench = await enrolled({ mirrorFolder: null });
  ({ journal } = bench);
  open = await openCounter(journal, bench.clock.wallMs());
  await outageOpened(outages[0], 'BR-1');
  await theCases();
  await append({ ...nobody, kind: 'outage closed', uid: newUid(), ref: outages[0], name: 'BR-1' });
  await outageOpened(outages[1], 'BR-2');
  // The last of them stands one entry past the edge of a slice, the one before it on the edge.
  for (let sale = 0; lastSeq(journal.db) <= 2 * limits.listSliceEntries; sale += 1) {
    const consumer = `many-${sale}`;
    const entry = await sold(consumer, { outage: outages[1] });
    if (sale % 2 === 0) say(entry, { consumer, amountPaise: 500_00 });
    else unconfirmed.add(consumer);
  }
  expect((await storeAnswers(journal, answers)).ok).toBe(true);
}, 120_000);

afterAll(() => closeJournal(journal));

async function append(draft: EntryDraft): Promise<StoredEntry> {
  return must(await appendEntry(journal, draft)).entry;
}

function outageOpened(uid: string, name: string): Promise<StoredEntry> {
  return append({ ...nobody, kind: 'outage opened', uid, name, since: 1, cause: 'server' });
}

function sold(
  consumer: string,
  more: { outage?: string; consumerName?: string | null } = {},
): Promise<StoredEntry> {
  return append(recharge(open, { consumer, outage: outages[0], ...more }));
}

function say(entry: StoredEntry, more: Parameters<typeof answerOf>[1]): void {
  answers.push(answerOf(entry, { tokens: [], reference: null, ...more }));
}

/** One receipt of every kind in the first outage. */
async function theCases(): Promise<void> {
  const rejected = { credit: 'rejected', code: 'closed' } as const;
  const about = (entry: StoredEntry) => ({
    ...nobody,
    ...open,
    operator: 'asha',
    uid: newUid(),
    ref: entry.uid,
    receiptNumber: (JSON.parse(entry.body) as { receiptNumber: string }).receiptNumber,
    reason: 'wrong number',
    approver: 'asha',
  });
  await sold('unsent');
  say(await sold('pending'), { credit: 'pending' });
  say(await sold('suspense', { consumerName: null }), { credit: 'pending', code: 'unknown-consumer' });
  say(await sold('refused'), rejected);
  say(await sold('other-consumer'), { consumer: 'somebody', amountPaise: 500_00 });
  say(await sold('other-amount'), { consumer: 'other-amount', amountPaise: 400_00 });
  for (const name of ['unsent', 'pending', 'suspense', 'refused', 'other-consumer', 'other-amount'])
    unconfirmed.add(name);

  say(await sold('credited'), { consumer: 'credited', amountPaise: 500_00 });
  // A head end of before says neither amount nor consumer.
  say(await sold('credited-long-ago'), {});
  // The office found out who it was.
  say(await sold('was-unknown', { consumerName: null }), { consumer: 'found', amountPaise: 500_00 });
  const cash = [
    { account: 'cash-drawer', amountPaise: -500_00 },
    { account: 'recharge-dues', amountPaise: 500_00 },
  ] as const;
  const cancelled = await sold('cancelled');
  const back = { consumer: 'cancelled', amountPaise: 500_00, ledger: cash };
  await append({ ...about(cancelled), ...back, kind: 'cancellation' });
  const refunded = await sold('refunded');
  say(refunded, rejected);
  await append({ ...about(refunded), ...back, consumer: 'refunded', kind: 'refund' });
  for (const outcome of ['moved-and-credited', 'moved-and-waiting']) {
    const wrong = await sold(`${outcome}-from`);
    say(wrong, rejected);
    const credit = {
      consumer: outcome,
      meter: null,
      meterKind: null,
      amountPaise: 500_00,
      heads: [{ head: 'recharge', amountPaise: 500_00 }],
    };
    const settled = await append({
      ...about(wrong),
      kind: 'refusal settled',
      outcome: 'moved',
      by: null,
      credit,
    });
    if (outcome === 'moved-and-credited') say(settled, { consumer: outcome, amountPaise: 500_00 });
    else unconfirmed.add(outcome);
  }
}

/** `stepMs`: how far time goes on whenever somebody looks at the clock. */
function ports(stepMs = 0): GatherPorts & { readonly asked: number[] } {
  const asked: number[] = [];
  let nowMs = 0;
  return {
    journal,
    asked,
    clock: { monotonicMs: () => (nowMs += stepMs) },
    findAll: (consumers) => {
      asked.push(consumers.length);
      return new Map();
    },
  };
}

describe('a list over many slices', () => {
  it('names everybody whose credit is open, and nobody else', async () => {
    const list = await gatherList(ports(), dnd);
    if (list.list !== 'do-not-disconnect') throw new Error('another list came');
    const named = list.rows.map(({ consumer }) => consumer);
    expect(named.length).toBeGreaterThan(limits.listSliceEntries / 2);
    expect(named.toSorted()).toEqual([...unconfirmed].toSorted());
    expect(list).toMatchObject({ receipts: unconfirmed.size, paidPaise: unconfirmed.size * 500_00 });
    expect(list.head).toMatchObject({ epoch: 1, seq: 2 * limits.listSliceEntries + 1 });
  });

  it('of an outage holds its own receipts alone, each in its one state', async () => {
    const [first, second] = await Promise.all(
      outages.map((uid) => gatherList(ports(), { list: 'paid-in-outage', outage: { uid, name: 'BR' } })),
    );
    if (first?.list !== 'paid' || second?.list !== 'paid') throw new Error('another list came');
    expect(first.rows.map(({ consumer, state }) => [consumer, state])).toEqual([
      ['unsent', 'unsent'],
      ['pending', 'pending'],
      ['suspense', 'suspense'],
      ['refused', 'refused'],
      ['other-consumer', 'differs'],
      ['other-amount', 'differs'],
      ['credited', 'credited'],
      ['credited-long-ago', 'credited'],
      ['was-unknown', 'credited'],
      ['cancelled', 'cancelled'],
      ['refunded', 'refunded'],
      ['moved-and-credited-from', 'settled'],
      ['moved-and-waiting-from', 'unsent'],
    ]);
    const all = second.rows.map(({ consumer }) => consumer);
    expect(all).toEqual(all.map((_, sale) => `many-${sale}`));
    const day = await gatherList(ports(), { list: 'paid-in-day', businessDate: open.businessDate });
    expect(day.receipts).toBe(first.receipts + second.receipts);
  });

  it('of an outage or a day that is not in the journal is empty', async () => {
    const none = { list: 'paid-in-outage', outage: { uid: newUid(), name: 'BR' } } as const;
    expect(await gatherList(ports(), none)).toMatchObject({ receipts: 0, rows: [] });
    const never = { list: 'paid-in-day', businessDate: '2020-01-01' } as const;
    expect(await gatherList(ports(), never)).toMatchObject({ receipts: 0, rows: [] });
  });

  it('looks up as many consumers at once as the limit says, and the next ones after them', async () => {
    const { asked, ...rest } = ports();
    await gatherList({ ...rest }, dnd);
    const whole = Math.trunc(unconfirmed.size / limits.listLookupsMax);
    const last = unconfirmed.size % limits.listLookupsMax;
    expect(asked).toEqual([...Array.from({ length: whole }, () => limits.listLookupsMax), last]);
  });

  it('gives others their turn whenever it has read for so long', async () => {
    const turns = async (stepMs: number): Promise<number> => {
      let count = 0;
      let done = false;
      const gathered = gatherList(ports(stepMs), dnd).finally(() => {
        done = true;
      });
      while (!done) {
        await othersTurn();
        count += 1;
      }
      await gathered;
      return count;
    };
    const still = await turns(0);
    // Each look at the clock is late: a turn for others after every receipt.
    expect(await turns(limits.listSliceMs)).toBeGreaterThanOrEqual(still + unconfirmed.size / 2);
    // One millisecond short of it: at every second.
    expect(await turns(limits.listSliceMs - 1)).toBeLessThan(still + unconfirmed.size);
  });
});
