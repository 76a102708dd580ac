import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../counter/journal/canonical.ts';
import { answerHash, pendingHash } from '../../../counter/journal/chain.ts';
import { limits } from '../../../counter/limits.ts';
import { createHeadEndClient } from '../../../headend/client.ts';
import { defaultDeadlines } from '../../../headend/deadlines.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { generateSigningKey, sha256Hex, signerOf, verifyHashLater } from '../../../headend/signatures.ts';
import type { HttpReply } from '../../../headend/transport.ts';
import type { Verdict } from '../../../headend/verdict.ts';
import {
  enrolTestCounter,
  packBatch,
  testCode,
  type ReferenceCounter,
} from '../../harness/reference-counter.ts';

/** GET …/consumers/{consumer}/pending: what a head end may be asked, and what a counter may be told. */
const nonce = '0199f000-0000-7000-8000-000000000001';
const consumer = '999888777';

describe('the head end, asked by a counter', () => {
  let headEnd: ReferenceHeadEnd;
  let here: ReferenceCounter;
  let there: ReferenceCounter;

  beforeEach(async () => {
    headEnd = await startReferenceHeadEnd({
      codes: [testCode, { ...testCode, code: '471-220-505', counter: 'C05' }],
    });
    here = await enrolTestCounter(headEnd);
    there = await enrolTestCounter(headEnd, '471-220-505');
  });
  afterEach(async () => {
    await here.client.close();
    await there.client.close();
    await headEnd.stop();
  });

  const send = async ({ client, key, journal }: ReferenceCounter): Promise<void> => {
    const verdict = await client.sendBatch(await packBatch(key, journal.entries), journal.entries);
    expect(verdict.kind).toBe('answered');
  };
  const asked = async (counter: ReferenceCounter, of = consumer) => {
    const verdict = await counter.client.pending(of, nonce);
    if (verdict.kind !== 'answered') throw new Error(JSON.stringify(verdict));
    return verdict.value;
  };
  const path = (of: string, query = `?nonce=${nonce}`) =>
    `${headEnd.url}/v1/counters/C02/consumers/${of}/pending${query}`;
  const get = (url: string, token = here.enrolment.accessToken) =>
    fetch(url, { headers: { authorization: `Bearer ${token}` } });

  it('tells what waits at other counters, and never of the asking one', async () => {
    there.journal.recharge(consumer, 300_00);
    there.journal.recharge(consumer, 450_00);
    there.journal.recharge('999888776', 70_00);
    here.journal.recharge(consumer, 99_00);
    await send(there);
    await send(here);
    const last = there.journal.entries[1];
    const lastAt = last === undefined ? 0 : (JSON.parse(last.body) as { at: number }).at;
    expect((await asked(here)).pending).toEqual([{ counter: 'C05', count: 2, sumPaise: 750_00, lastAt }]);
    expect((await asked(there)).pending).toMatchObject([{ counter: 'C02', count: 1, sumPaise: 99_00 }]);
  });

  it('tells nothing of who has paid nowhere', async () => {
    expect(await asked(here)).toMatchObject({ pending: [], credits: [], counter: 'C02', consumer, nonce });
  });

  it('counts an entry once that was sent twice', async () => {
    there.journal.recharge(consumer, 300_00);
    await send(there);
    await send(there);
    expect((await asked(here)).pending).toMatchObject([{ count: 1, sumPaise: 300_00 }]);
  });

  it('is not brought down by a consumer number that is none, nor keeps it from being recorded', async () => {
    for (const poison of ['\u0000', "' or 1=1 --", '٩٩٩٨٨٨٧٧٧', '9'.repeat(40)]) {
      there.journal.recharge(poison, 10_00);
    }
    there.journal.recharge(consumer, 300_00);
    await send(there);
    expect((await asked(here)).pending).toMatchObject([{ count: 1 }]);
    const refused = await Promise.all(
      ['%00', "'%20or%201=1", '12345678', '9'.repeat(12), '..%2F..%2Fstate'].map((of) => get(path(of))),
    );
    for (const reply of refused) expect([404, 422]).toContain(reply.status);
  });

  it('refuses a stranger, another counter’s token, and a question without a sound nonce', async () => {
    expect((await get(path(consumer), 'A'.repeat(43))).status).toBe(401);
    expect((await get(path(consumer), there.enrolment.accessToken)).status).toBe(401);
    for (const query of [
      '',
      '?nonce=',
      '?nonce=short',
      `?nonce=${'a'.repeat(41)}`,
      '?nonce=with%20space-1',
    ]) {
      const reply = await get(path(consumer, query));
      expect([query, reply.status]).toEqual([query, 422]);
    }
    expect((await get(path(consumer, `?nonce=${'a'.repeat(40)}`))).status).toBe(200);
  });

  it('is given up after its deadline, and that is no answer', async () => {
    await headEnd.setFault('hang');
    const before = performance.now();
    const verdict = await here.client.pending(consumer, nonce);
    expect(verdict).toMatchObject({ kind: 'not-answering', reason: 'timeout' });
    expect(performance.now() - before).toBeGreaterThanOrEqual(limits.pendingElsewhereMs - 50);
    expect(performance.now() - before).toBeLessThan(limits.pendingElsewhereMs + 2_000);
  });

  it('with a spoiled signature is no answer', async () => {
    await headEnd.setFault('wrong-signature');
    expect(await here.client.pending(consumer, nonce)).toMatchObject({ reason: 'wrong-signature' });
  });
});

const headEndKey = generateSigningKey();
const identity = {
  counter: 'C02',
  epoch: 1,
  serverId: 'he-1',
  headEndPublicKey: headEndKey.publicKey,
  accessToken: 'A'.repeat(43),
};
const one = { counter: 'C05', count: 1, sumPaise: 300_00, lastAt: 1 };
const credit = { counter: 'C05', amountPaise: 300_00, takenAt: 1, appliedAt: 2 };

describe('the counter, told something', () => {
  function told(change: Readonly<Record<string, Json>> = {}, key = headEndKey, tag = pendingHash) {
    const text = canonicalJson({
      v: 1,
      serverId: 'he-1',
      serverEpoch: 'e-1',
      counter: 'C02',
      consumer,
      nonce,
      at: 1,
      pending: [one],
      credits: [credit],
      ...change,
    });
    return { text, signature: signerOf(key)(tag(sha256Hex, text)) };
  }

  function judge(body: string, type = 'application/json', status = 200): Promise<Verdict<unknown>> {
    const bytes = new TextEncoder().encode(body);
    const reply: HttpReply = { kind: 'reply', status, headers: { 'content-type': type }, body: bytes };
    const client = createHeadEndClient({
      identity,
      deadlines: defaultDeadlines,
      sha256: sha256Hex,
      verify: verifyHashLater,
      transport: { send: async () => reply, stream: async () => reply, close: async () => {} },
    });
    return client.pending(consumer, nonce);
  }
  const reasonOf = async (body: string, type?: string, status?: number): Promise<string> => {
    const verdict = await judge(body, type, status);
    return verdict.kind === 'not-answering' ? verdict.reason : verdict.kind;
  };
  const json = (value: object) => JSON.stringify(value);

  it('takes the right word', async () => {
    expect(await judge(json(told()))).toMatchObject({ kind: 'answered', value: { pending: [one] } });
  });

  it('takes no word of another key, of another tag, or changed on the way', async () => {
    expect(await reasonOf(json(told({}, generateSigningKey())))).toBe('wrong-signature');
    expect(await reasonOf(json(told({}, headEndKey, answerHash)))).toBe('wrong-signature');
    const { text, signature } = told();
    expect(await reasonOf(json({ text: text.replace('30000', '99999'), signature }))).toBe('wrong-signature');
    expect(await reasonOf(json({ text: text.slice(0, -1), signature }))).toBe('wrong-signature');
  });

  it.each([
    ['to another counter', { counter: 'C03' }],
    ['about another consumer', { consumer: '999888776' }],
    ['in another question, that is replayed', { nonce: '0199f000-0000-7000-8000-000000000002' }],
    ['about this counter itself', { pending: [{ ...one, counter: 'C02' }] }],
    ['with a counter twice', { pending: [one, one] }],
  ])('takes no word %s', async (_what, change) => {
    expect(await reasonOf(json(told(change)))).toBe('wrong-answer');
  });

  it('takes no word of another head end', async () => {
    expect(await reasonOf(json(told({ serverId: 'he-2' })))).toBe('wrong-server');
  });

  it.each([
    ['money that is none', { pending: [{ ...one, sumPaise: -1 }] }],
    ['money that is a text', { pending: [{ ...one, sumPaise: '30000' }] }],
    ['no receipt at all', { pending: [{ ...one, count: 0 }] }],
    ['a time beyond all dates', { pending: [{ ...one, lastAt: limits.wallMsMax + 1 }] }],
    ['a list that is none', { pending: 'all' }],
    ['another version', { v: 2 }],
  ])('takes no word with %s', async (_what, change) => {
    expect(await reasonOf(json(told(change)))).toBe('unparsable');
  });

  it('takes as many counters and credits as the protocol allows, and not one more', async () => {
    const counters = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...one, counter: `C${100 + at}` }));
    const credits = (count: number) => Array.from({ length: count }, () => credit);
    const full = { pending: counters(limits.pendingCountersMax), credits: credits(limits.pendingCreditsMax) };
    expect(await reasonOf(json(told(full)))).toBe('answered');
    const more = { ...full, pending: counters(limits.pendingCountersMax + 1) };
    expect(await reasonOf(json(told(more)))).toBe('unparsable');
    expect(await reasonOf(json(told({ ...full, credits: credits(limits.pendingCreditsMax + 1) })))).toBe(
      'unparsable',
    );
  });

  it('takes pages, refusals and nothing for no answer', async () => {
    expect(await reasonOf('<h1>Sign in</h1>', 'text/html')).toBe('html');
    expect(await reasonOf('')).toBe('empty');
    expect(await reasonOf(json({ ok: true }))).toBe('unparsable');
    const problem = { type: 'not-found', title: 'No such call', status: 404 };
    expect(await reasonOf(json(problem), 'application/problem+json', 404)).toBe('refused');
  });
});
