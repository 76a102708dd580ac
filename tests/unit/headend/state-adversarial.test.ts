import { describe, expect, it } from 'vitest';
import type { Json } from '../../../counter/journal/canonical.ts';
import { hashBeforeFirst } from '../../../counter/journal/chain.ts';
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

const state: MessageUnderTest = {
  message: 'CounterState',
  sound: (headEnd) => headEnd.state(),
  ask: ({ client }) => client.state(),
};

/** Reads the state as the uploader does, into a real outbox, and says what came of it. */
async function readInto(headEnd: ScriptedHeadEnd, value: Json) {
  headEnd.says(jsonReply(value));
  const context = {
    ports: {
      client: headEnd.client,
      outbox: headEnd.journal.outbox,
      gzip: async (bytes: Uint8Array) => bytes,
      keyId: 'key',
      sw: 'test',
      newBatchId: () => 'batch',
      nextTurn: async () => {},
      onFault: (error: unknown) => {
        throw error;
      },
    },
    isStopped: () => false,
    lastState: { serverEpoch: null },
    onStored: () => {},
  };
  const event = await runExchange(context, { kind: 'read-state' });
  return event.kind === 'state' ? event.outcome : event;
}

describe('the state', () => {
  it('is no page, no half and no twice', async () => {
    expect(await expectNoAnswers(state)).toBeGreaterThan(25);
  });

  it('poisoned in any field is what openapi.json says it is, and its signature holds', async () => {
    const { tried, taken } = await expectPoisonJudged(state);
    console.log(`${tried} poisoned, ${taken.length} still of the right form: ${taken.join('; ')}`);
    expect(tried).toBeGreaterThan(200);
    expect(taken.filter((what) => /acknowledgement|serverEpoch|serverId/u.test(what))).toEqual([]);
  });

  it('with a wrong signature, of another counter, epoch, server or server epoch stores nothing', async () => {
    const headEnd = createScriptedHeadEnd();
    const stranger = generateSigningKey();
    const wrong: readonly (readonly [Json, string])[] = [
      [{ ...headEnd.acknowledgement({}, stranger) }, 'wrong-signature'],
      [{ ...headEnd.acknowledgement(), signature: headEnd.answer().signature }, 'wrong-signature'],
      [{ ...headEnd.answer() }, 'wrong-signature'],
      [{ ...headEnd.acknowledgement({ counter: 'C03' }) }, 'wrong-answer'],
      [{ ...headEnd.acknowledgement({ epoch: 2 }) }, 'wrong-answer'],
      [{ ...headEnd.acknowledgement({ serverEpoch: 'e-0' }) }, 'wrong-answer'],
      [{ ...headEnd.acknowledgement({ serverId: 'he-2' }) }, 'wrong-server'],
      [{ ...headEnd.acknowledgement({ ackedSeq: -1 }) }, 'unparsable'],
      [{ ...headEnd.acknowledgement({ at: limits.wallMsMax + 1 }) }, 'unparsable'],
    ];
    for (const [acknowledgement, reason] of wrong) {
      expect(await readInto(headEnd, headEnd.state({ acknowledgement }))).toMatchObject({ reason });
    }
    expect(headEnd.journal.acknowledgements).toEqual([]);
  });

  it('one changed character in the signed text', async () => {
    const headEnd = createScriptedHeadEnd();
    const { text, signature } = headEnd.acknowledgement();
    for (let at = 0; at < text.length; at += 1) {
      const other = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
      const value = headEnd.state({ acknowledgement: { text: other, signature } });
      expect(await judgeJson(headEnd, state, value)).toBe('wrong-signature');
    }
  });

  it('ahead of this journal, or with another hash, stores nothing and is told as another journal', async () => {
    const headEnd = createScriptedHeadEnd();
    for (const change of [{ ackedSeq: 9 }, { headHash: 'ab'.repeat(32) }, { ackedSeq: 0 }]) {
      const value = headEnd.state({ fenced: null, acknowledgement: { ...headEnd.acknowledgement(change) } });
      expect(await readInto(headEnd, value)).toMatchObject({ agreement: 'differs' });
    }
    expect(headEnd.journal.acknowledgements).toEqual([]);
  });

  it('replayed: an old one goes back and sends again, and goes forward with the next true one', async () => {
    const headEnd = createScriptedHeadEnd();
    const none = { ackedSeq: 0, headHash: hashBeforeFirst };
    const at = (change: object) =>
      headEnd.state({ fenced: null, acknowledgement: { ...headEnd.acknowledgement({ ...change }) } });
    expect(await readInto(headEnd, at({}))).toMatchObject({ agreement: 'same', ackedSeq: 1 });
    expect(await readInto(headEnd, at({}))).toMatchObject({ agreement: 'same', ackedSeq: 1 });
    expect(await readInto(headEnd, at(none))).toMatchObject({ agreement: 'same', ackedSeq: 0 });
    expect(await readInto(headEnd, at({}))).toMatchObject({ agreement: 'same', ackedSeq: 1 });
    // The duplicate is not stored again; every change of place is.
    const steps = headEnd.journal.acknowledgements.map(({ acknowledgement }) => acknowledgement.ackedSeq);
    expect(steps).toEqual([1, 0, 1]);
  });

  it('from the future: a slot in a thousand years holds sending back for an hour at most', async () => {
    const headEnd = createScriptedHeadEnd();
    const value = headEnd.state({ fenced: null, notBefore: limits.wallMsMax });
    expect(await readInto(headEnd, value)).toMatchObject({ waitMs: limits.retryAfterMsMax });
    expect(await readInto(headEnd, headEnd.state({ fenced: null, notBefore: 0 }))).toMatchObject({
      waitMs: 0,
    });
  });

  it('too large: limits above those of the protocol, and a rate beyond its bound', async () => {
    const headEnd = createScriptedHeadEnd();
    const judged = (change: Record<string, Json>) => judgeJson(headEnd, state, headEnd.state(change));
    const within = { batchEntriesMax: limits.batchEntriesMax, batchBytesMax: limits.batchBytesMax };
    expect(await judged({ limits: within })).toBe('answered');
    expect(await judged({ limits: { ...within, batchEntriesMax: limits.batchEntriesMax + 1 } })).toBe(
      'unparsable',
    );
    expect(await judged({ limits: { ...within, batchBytesMax: limits.batchBytesMax + 1 } })).toBe(
      'unparsable',
    );
    expect(await judged({ rate: limits.uploadRateMax })).toBe('answered');
    expect(await judged({ rate: limits.uploadRateMax + 1 })).toBe('unparsable');
  });
});
