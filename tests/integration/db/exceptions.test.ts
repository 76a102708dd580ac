import { describe, expect, it } from 'vitest';
import { standingOf } from '../../../counter/exception/chain.ts';
import { ownerDraft, refundDraft, settlementDraft } from '../../../counter/exception/settlement-drafts.ts';
import type { Answer } from '../../../counter/journal/answer.ts';
import { limits } from '../../../counter/limits.ts';
import { latestAnswer } from '../../../db/answer-reads.ts';
import { storeAnswers } from '../../../db/answers.ts';
import { appendEntry } from '../../../db/append.ts';
import { shiftTotals } from '../../../db/day-reads.ts';
import { answersAbout, chainOf, entriesAbout, rechargeBehind } from '../../../db/exception-chain.ts';
import { beginScan, exceptionRecharges, scanSlice, troubledAnswers } from '../../../db/exceptions.ts';
import { closeJournal } from '../../../db/journal.ts';
import { exceptionsDesk } from '../../../electron/service/exceptions-desk.ts';
import { answerOf } from '../../harness/answer-of.ts';
import { enrolled, must, newUid, openCounter, type Recorded, sell } from '../../harness/journal.ts';

const refusal = { credit: 'rejected', code: 'account-closed', tokens: [], reference: null } as const;
const nameless = { credit: 'pending', code: 'unknown-consumer', tokens: [], reference: null } as const;

async function selling() {
  const bench = await enrolled();
  const open = await openCounter(bench.journal, bench.clock.wallMs());
  const hear = async ({ entry }: Recorded, more: Partial<Answer>) => {
    expect((await storeAnswers(bench.journal, [answerOf(entry, more)])).ok).toBe(true);
  };
  return { ...bench, open, hear, sell: async () => must(await sell(bench.journal, open)) };
}

type Bench = Awaited<ReturnType<typeof selling>>;

const chain = ({ journal }: Bench, { entry }: Recorded) => {
  const found = chainOf(journal.db, entry.uid);
  if (found === null) throw new Error('it is a recharge');
  return found;
};

async function move(bench: Bench, sold: Recorded, ref = sold.entry.uid): Promise<Recorded> {
  const { recharge } = chain(bench, sold);
  const day = { uid: bench.open.day, businessDate: bench.open.businessDate };
  const draft = settlementDraft({
    uid: newUid(),
    day,
    operator: 'asha',
    reason: 'wrong number',
    recharge,
    tip: { ...recharge, uid: ref },
    outcome: 'moved',
    to: { consumer: '102030406', meter: '1234567891', meterKind: 'managed' },
  });
  return must(await appendEntry(bench.journal, draft));
}

describe('the exceptions of a journal', () => {
  it('are the refused, the nameless and those credited otherwise, whatever came of them', async () => {
    const bench = await selling();
    const [fine, refused, unnamed, less, other, waits, silent] = await Promise.all(
      Array.from({ length: 7 }, bench.sell),
    );
    if (!fine || !refused || !unnamed || !less || !other || !waits || !silent) throw new Error('sold');
    await bench.hear(fine, { amountPaise: 500_00, consumer: '102030405' });
    await bench.hear(refused, refusal);
    await bench.hear(unnamed, nameless);
    await bench.hear(less, { amountPaise: 400_00, consumer: '102030405' });
    await bench.hear(other, { amountPaise: 500_00, consumer: '999' });
    await bench.hear(waits, { ...nameless, code: 'unknown-key' });
    const found = [refused, unnamed, less, other].map(({ entry }) => entry.uid);
    expect(exceptionRecharges(bench.journal.db)).toEqual(found);
    expect(found.map((uid) => standingOf(chainOf(bench.journal.db, uid) ?? chain(bench, fine)).is)).toEqual([
      'refused',
      'suspense',
      'differs',
      'differs',
    ]);
    await bench.hear(unnamed, { turn: 2, amountPaise: 500_00, consumer: '102030405' });
    expect(exceptionRecharges(bench.journal.db)).toEqual(found);
    expect(standingOf(chain(bench, unnamed)).is).toBe('credited');
    await closeJournal(bench.journal);
  });

  it('hang together: a settlement that was refused leads to its recharge, with owner and cash', async () => {
    const bench = await selling();
    const sold = await bench.sell();
    bench.clock.pass(60_000);
    await bench.hear(sold, refusal);
    const first = await move(bench, sold);
    await bench.hear(first, { ...refusal, code: 'account-blocked' });
    const second = await move(bench, sold, first.entry.uid);
    const before = chain(bench, sold);
    expect(before.recharge.answer).toMatchObject({ code: 'account-closed', storedAt: bench.clock.wall });
    expect(before.acts.map((act) => [act.uid, act.ref])).toEqual([
      [first.entry.uid, sold.entry.uid],
      [second.entry.uid, first.entry.uid],
    ]);
    expect(standingOf(before)).toMatchObject({ is: 'unsent', tip: { uid: second.entry.uid } });
    expect(rechargeBehind(bench.journal.db, second.entry.uid)).toBe(sold.entry.uid);
    expect(rechargeBehind(bench.journal.db, bench.open.day)).toBeNull();
    expect(exceptionRecharges(bench.journal.db)).toEqual([sold.entry.uid]);

    await bench.hear(second, refusal);
    const day = { uid: bench.open.day, businessDate: bench.open.businessDate };
    const common = { uid: newUid(), day, operator: 'asha', reason: 'call her' };
    must(
      await appendEntry(bench.journal, ownerDraft({ ...common, recharge: sold.entry.uid, owner: 'meena' })),
    );
    const cash = shiftTotals(bench.journal.db, bench.open.shift).cashPaise;
    const { recharge } = before;
    const paid = { ...common, uid: newUid(), shift: bench.open.shift, approver: 'meena', recharge };
    const refund = must(
      await appendEntry(bench.journal, refundDraft({ ...paid, tip: { ...recharge, uid: second.entry.uid } })),
    );
    const after = chain(bench, sold);
    expect(after.owner).toMatchObject({ person: 'meena', note: 'call her' });
    expect(standingOf(after)).toMatchObject({ is: 'refunded', tip: { uid: refund.entry.uid } });
    expect(shiftTotals(bench.journal.db, bench.open.shift).cashPaise).toBe(cash - 500_00);
    // As the journal stood before: what the transaction of the refund itself judges by.
    const then = chainOf(bench.journal.db, sold.entry.uid, refund.entry.seq - 1);
    expect(then === null ? null : standingOf(then).is).toBe('refused');
    await closeJournal(bench.journal);
  });

  it('read an answer as the rest of the program does, whatever order they came in', async () => {
    const bench = await selling();
    const stories: Partial<Answer>[][] = [
      [nameless, { turn: 2 }],
      [refusal, { turn: 2, credit: 'rejected', code: 'decided-by-office', tokens: [] }],
      [{}, { turn: 2, tokens: ['99999999999999999999'] }],
      [nameless, { ...nameless, turn: 2 }, { ...refusal, turn: 3 }],
      [{ credit: 'none', code: 'cancelled', tokens: [], reference: null }],
    ];
    for (const story of stories) {
      const sold = await bench.sell();
      for (const answer of story) await bench.hear(sold, answer);
      const { answer } = chain(bench, sold).recharge;
      const latest = latestAnswer(bench.journal.db, sold.entry.seq);
      expect([answer?.credit, answer?.code]).toEqual([latest?.credit, latest?.code]);
    }
    const token = await bench.sell();
    await bench.hear(token, {});
    expect(chain(bench, token).recharge.token).toBe('given');
    await closeJournal(bench.journal);
  });
});

describe('a large journal', () => {
  it('is looked through once, in slices, each by keys and not by looking at every row', async () => {
    const bench = await selling();
    const sold = await Promise.all(Array.from({ length: 3 }, bench.sell));
    const perEntry = Math.ceil((limits.exceptionAnswersPerSlice + 1) / sold.length);
    for (const { entry } of sold) {
      const answers = Array.from({ length: perEntry }, (_, at) =>
        answerOf(entry, { ...nameless, code: 'unknown-key', turn: at + 1 }),
      );
      expect((await storeAnswers(bench.journal, answers)).ok).toBe(true);
    }
    const [last] = sold.slice(-1);
    if (last !== undefined) await bench.hear(last, { ...refusal, turn: perEntry + 1 });
    const scan = beginScan();
    expect([scanSlice(bench.journal.db, scan), scan.throughN]).toEqual([
      'more',
      limits.exceptionAnswersPerSlice,
    ]);
    expect(scan.recharges.size).toBe(0);
    expect(scanSlice(bench.journal.db, scan)).toBe('done');
    expect([...scan.recharges]).toEqual([last?.entry.uid]);
    expect(scanSlice(bench.journal.db, scan)).toBe('done');

    let turns = 0;
    const desk = exceptionsDesk(async () => void (turns += 1));
    expect(await desk.chains(bench.journal)).toHaveLength(1);
    expect(turns).toBe(1);
    expect(await desk.chains(bench.journal)).toHaveLength(1);
    expect(turns).toBe(1);
    await closeJournal(bench.journal);
  });

  it.each([
    [
      'what a person has to look at',
      troubledAnswers,
      [
        'SEARCH answer USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
        'SEARCH entry USING INTEGER PRIMARY KEY (rowid=?)',
      ],
    ],
    ['what hangs on a row', entriesAbout, ['SEARCH entry USING INDEX entry_ref (ref=? AND rowid<?)']],
    ['what was said of it', answersAbout, ['SEARCH answer USING INDEX sqlite_autoindex_answer_1 (seq=?)']],
  ])('finds by keys %s', async (_what, sql, steps) => {
    const { journal } = await enrolled();
    const plan = journal.db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...(sql.match(/\?/gu) ?? []).map(() => 1))
      .map(({ detail }) => detail);
    for (const step of steps) expect(plan).toContain(step);
    expect(plan.filter((detail) => /^SCAN (?!identity)/u.test(detail))).toEqual([]);
    await closeJournal(journal);
  });
});
