import { describe, expect, it } from 'vitest';
import type { Json } from '../../../counter/journal/canonical.ts';
import { limits } from '../../../counter/limits.ts';
import { generateSigningKey } from '../../../headend/signatures.ts';
import { runExchange } from '../../../headend/upload-exchanges.ts';
import { jsonReply } from '../../harness/core-over-calls.ts';
import {
  expectNoAnswers,
  expectPoisonJudged,
  judgeJson,
  type MessageUnderTest,
} from '../../harness/judged-replies.ts';
import { createScriptedHeadEnd, type ScriptedHeadEnd } from '../../harness/scripted-head-end.ts';

const results: MessageUnderTest = {
  message: 'ResultsPage',
  sound: (headEnd) => headEnd.results(),
  ask: ({ client }) => client.results(null),
};

/** One page as the uploader takes it into a real outbox. */
async function take(headEnd: ScriptedHeadEnd, change: Record<string, Json>): Promise<readonly string[]> {
  const told: string[] = [];
  headEnd.says(jsonReply(headEnd.results(change)));
  const context = {
    ports: {
      client: headEnd.client,
      outbox: headEnd.journal.outbox,
      gzip: async (bytes: Uint8Array) => bytes,
      keyId: 'key',
      sw: 'test',
      newBatchId: () => 'batch',
      nextTurn: async () => {},
      onFault: (error: unknown) => void told.push(String(error)),
    },
    isStopped: () => false,
    lastState: { serverEpoch: null },
    onStored: () => {},
  };
  const event = await runExchange(context, { kind: 'read-results' });
  if (event.kind === 'results' && event.outcome.kind === 'not-answering') told.push(event.outcome.reason);
  return told;
}

describe('a page of results', () => {
  it('is no page of HTML, no half and no twice', async () => {
    expect(await expectNoAnswers(results)).toBeGreaterThan(25);
  });

  it('poisoned in any field is what openapi.json says it is, and its signatures hold', async () => {
    const { tried, taken } = await expectPoisonJudged(results);
    console.log(`${tried} poisoned, ${taken.length} still of the right form: ${taken.join('; ')}`);
    expect(tried).toBeGreaterThan(80);
    expect(taken.filter((what) => /text|signature/u.test(what))).toEqual([]);
  });

  it('one wrong signature among five hundred spoils the page, and nothing of it is stored', async () => {
    const headEnd = createScriptedHeadEnd();
    for (let sale = 2; sale <= 500; sale += 1) headEnd.journal.recharge('100000001', 100_00);
    const page = headEnd.journal.entries.map(({ seq, uid }) => ({ ...headEnd.answer({ seq, uid }) }));
    const spoiled = page.map((one, index) =>
      index === 321 ? { ...headEnd.answer({}, generateSigningKey()) } : one,
    );
    expect(await take(headEnd, { results: spoiled })).toEqual(['wrong-signature']);
    expect(headEnd.journal.answers).toEqual([]);
    expect(await take(headEnd, { results: page })).toEqual([]);
    expect(headEnd.journal.answers).toHaveLength(500);
  });

  it('duplicate and replayed: the same answer ten times is one', async () => {
    const headEnd = createScriptedHeadEnd();
    const same = Array.from({ length: 10 }, () => ({ ...headEnd.answer() }));
    await take(headEnd, { results: same });
    await take(headEnd, { results: same });
    expect(headEnd.journal.answers).toHaveLength(1);
  });

  it('reordered: a later turn before an earlier one ends the same as in order', async () => {
    const headEnd = createScriptedHeadEnd();
    const pending = { ...headEnd.answer({ credit: 'pending', reference: null }) };
    const applied = { ...headEnd.answer({ turn: 2 }) };
    await take(headEnd, { results: [applied] });
    await take(headEnd, { results: [pending, applied] });
    const stored = headEnd.journal.outbox
      .answersBetween(1, 1)
      .map(({ answer }) => [answer.turn, answer.credit]);
    expect(stored).toEqual([
      [1, 'pending'],
      [2, 'applied'],
    ]);
  });

  it('a signed answer that contradicts one on disk is left out and told', async () => {
    const headEnd = createScriptedHeadEnd();
    await take(headEnd, {});
    const told = await take(headEnd, {
      results: [{ ...headEnd.answer({ credit: 'rejected', reference: null }) }],
    });
    expect(told.join()).toContain('says something else of entry 1');
    expect(headEnd.journal.answers.map(({ answer }) => answer.credit)).toEqual(['applied']);
  });

  it('a later turn takes back nothing that was final, in whatever order they come', async () => {
    const rejected = { credit: 'rejected', reference: null } as const;
    for (const [first, second] of [
      [{}, { ...rejected, turn: 2 }],
      [rejected, { turn: 2 }],
      [{}, { credit: 'pending', turn: 2 }],
      [{ turn: 2 }, rejected],
    ]) {
      const headEnd = createScriptedHeadEnd();
      const page = [{ ...headEnd.answer(first) }, { ...headEnd.answer(second) }];
      const told = [...(await take(headEnd, { results: page })), ...(await take(headEnd, { results: page }))];
      expect(told.join()).toContain('says something else of entry 1');
      expect(headEnd.journal.answers.map(({ text }) => text)).toEqual([headEnd.answer(first).text]);
    }
    const headEnd = createScriptedHeadEnd();
    // The same again is no other word.
    const again = [{ ...headEnd.answer() }, { ...headEnd.answer({ turn: 2 }) }];
    expect(await take(headEnd, { results: again })).toEqual([]);
    expect(headEnd.journal.answers).toHaveLength(2);
  });

  it('about entries that this journal never had, another uid or epoch: left out', async () => {
    const headEnd = createScriptedHeadEnd();
    const foreign = [{ seq: 99 }, { uid: '019aaf00-3000-7abc-8def-0123456789ab' }, { epoch: 2 }];
    await take(headEnd, { results: foreign.map((change) => ({ ...headEnd.answer(change) })) });
    expect(headEnd.journal.answers).toEqual([]);
    expect(await take(headEnd, { results: [{ ...headEnd.answer({ counter: 'C03' }) }] })).toEqual([
      'wrong-answer',
    ]);
  });

  it('from the future: decided at the last date there is, and not beyond it', async () => {
    const headEnd = createScriptedHeadEnd();
    const at = (decidedAt: number) =>
      judgeJson(headEnd, results, headEnd.results({ results: [{ ...headEnd.answer({ decidedAt }) }] }));
    expect(await at(limits.wallMsMax)).toBe('answered');
    expect(await at(limits.wallMsMax + 1)).toBe('unparsable');
  });

  it('too large: a page of 500 is one, of 501 none; a cursor of 80 characters is one, of 81 none', async () => {
    const headEnd = createScriptedHeadEnd();
    const judged = (change: Record<string, Json>) => judgeJson(headEnd, results, headEnd.results(change));
    const page = (count: number) => Array.from({ length: count }, () => ({ ...headEnd.answer() }));
    expect(await judged({ results: page(limits.resultsPageMax) })).toBe('answered');
    expect(await judged({ results: page(limits.resultsPageMax + 1) })).toBe('unparsable');
    expect(await judged({ cursor: 'x'.repeat(80) })).toBe('answered');
    expect(await judged({ cursor: 'x'.repeat(81) })).toBe('unparsable');
  });

  it('that always says there is more is read on without a pause, but one at a time', async () => {
    const headEnd = createScriptedHeadEnd();
    expect(await take(headEnd, { more: true, results: [] })).toEqual([]);
    expect(headEnd.asked).toHaveLength(1);
  });
});
