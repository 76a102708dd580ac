import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, SignedAnswer } from '../../../counter/journal/answer.ts';
import { canonicalJson } from '../../../counter/journal/canonical.ts';
import { answerHash } from '../../../counter/journal/chain.ts';
import { limits } from '../../../counter/limits.ts';
import { acceptBatch } from '../../../headend/reference/accept-batch.ts';
import { type CorePorts, signAnswer } from '../../../headend/reference/core.ts';
import { enrol, offerCodes } from '../../../headend/reference/enrol.ts';
import { takeHeldAnswers } from '../../../headend/reference/held-answers.ts';
import { emptyBackup } from '../../../headend/reference/memory-tables.ts';
import { readResults } from '../../../headend/reference/read-counter.ts';
import { settle } from '../../../headend/reference/settle.ts';
import { startReferenceHeadEnd } from '../../../headend/reference/start.ts';
import type { Store, StoreBackup } from '../../../headend/reference/store.ts';
import { generateSigningKey, signerOf, sha256Hex, type DeviceKeyPair } from '../../../headend/signatures.ts';
import { everyStore } from '../../harness/every-store.ts';
import { createTestCore, received } from '../../harness/head-end-core.ts';
import { createMemoryJournal, type MemoryJournal } from '../../harness/memory-outbox.ts';
import { enrolTestCounter, testCode } from '../../harness/reference-counter.ts';

/** A head end restored from a backup gets its later decisions back, and what a hostile counter can make of that. */
describe.each(everyStore)('answers given back to the reference head end on $name', ({ open }) => {
  let store: Store;
  let core: CorePorts;
  let key: DeviceKeyPair;
  let journal: MemoryJournal;
  let backup: StoreBackup;
  /** The latest answer about each entry, as the counter holds it. */
  let held: readonly SignedAnswer[];

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  /** Three in suspense are on record and in the backup; then a person decides about two of them. */
  beforeEach(async () => {
    await store.restore(emptyBackup, 'e-1');
    core = createTestCore(store);
    key = generateSigningKey();
    journal = createMemoryJournal('C02', key);
    await offerCodes(core, [testCode]);
    await enrol(core, { v: 1, code: testCode.code, alg: 'ed25519', publicKey: key.publicKey });
    for (let n = 1; n <= 3; n += 1) journal.recharge(`90000000${n}`, n * 100_00);
    await acceptBatch(core, 'C02', received(key, journal.entries));
    backup = await store.backup();
    await settle(core, { counter: 'C02', epoch: 1, seq: 1, outcome: 'applied', consumer: '100000001' });
    await settle(core, { counter: 'C02', epoch: 1, seq: 2, outcome: 'rejected', consumer: null });
    held = (await answers()).slice(3);
    await store.restore(backup, 'e-2');
  });

  const answers = async (): Promise<SignedAnswer[]> =>
    (await readResults(core, 'C02', null)).results.map(({ text, signature }) => ({
      answer: JSON.parse(text) as Answer,
      text,
      signature,
    }));
  const giveBack = (given: readonly SignedAnswer[], rest: 'follows' | 'none' = 'none', serverEpoch = 'e-2') =>
    takeHeldAnswers(core, 'C02', {
      v: 1,
      serverEpoch,
      answers: given.map(({ text, signature }) => ({ text, signature })),
      rest,
    });
  const ledger = async () =>
    (await store.transaction((tx) => tx.credits())).map(({ seq, consumer, amountPaise, reference }) => [
      seq,
      consumer,
      amountPaise,
      reference,
    ]);
  const decide = (seq: number, outcome: 'applied' | 'rejected', unheard?: 'decide') =>
    settle(core, {
      counter: 'C02',
      epoch: 1,
      seq,
      outcome,
      consumer: '100000009',
      ...(unheard === undefined ? {} : { unheard }),
    });

  it('nobody decides about a counter until it has given back what it holds; then its word stands', async () => {
    await expect(decide(2, 'applied')).rejects.toMatchObject({ problem: { type: 'busy' } });
    expect(await giveBack(held)).toMatchObject({ recorded: 2, known: 0, contradicting: 0, strange: 0 });
    expect(await ledger()).toEqual([[1, '100000001', 100_00, held[0]?.answer.reference]]);
    await expect(decide(1, 'rejected')).rejects.toThrow('Only a pending recharge');
    await expect(decide(2, 'applied')).rejects.toThrow('Only a pending recharge');
    expect(await decide(3, 'applied')).toMatchObject({ credit: 'applied', consumer: '100000009' });
    expect((await answers()).map(({ text }) => text)).toContain(held[0]?.text);
  });

  it('duplicate, reordered and in pieces: recorded once', async () => {
    const [first, second] = held as [SignedAnswer, SignedAnswer];
    expect(await giveBack([second, second], 'follows')).toMatchObject({ recorded: 1, known: 1 });
    await expect(decide(3, 'applied')).rejects.toMatchObject({ problem: { type: 'busy' } });
    expect(await giveBack([first, second])).toMatchObject({ recorded: 1, known: 1 });
    expect(await giveBack([first, second])).toMatchObject({ recorded: 0, known: 2 });
    expect(await ledger()).toHaveLength(1);
  });

  it('replayed from before one more restore: refused, nothing recorded', async () => {
    await store.restore(backup, 'e-3');
    await expect(giveBack(held)).rejects.toMatchObject({ problem: { type: 'gap', status: 409 } });
    expect(await ledger()).toEqual([]);
    await expect(decide(3, 'applied')).rejects.toMatchObject({ problem: { type: 'busy' } });
  });

  it('what was decided anew all the same stands, and the other word is counted for a person', async () => {
    await decide(2, 'applied', 'decide');
    expect(await giveBack(held)).toMatchObject({ recorded: 1, contradicting: 1 });
    expect((await ledger()).map(([seq]) => seq)).toEqual([1, 2]);
  });

  it('poisoned, forged, of another counter, another entry or from the future: not looked at', async () => {
    const [first] = held as [SignedAnswer];
    const signed = (change: Partial<Answer>): SignedAnswer => {
      const answer = { ...first.answer, ...change };
      return { answer, ...signAnswer(core, answer) };
    };
    const thief = signerOf(key);
    const text = canonicalJson({ ...first.answer, text: null, amountPaise: 900_000_00 });
    const strange = [
      { ...first, signature: 'A'.repeat(86) },
      { ...first, text: first.text.replace('10000', '99000') },
      { answer: first.answer, text, signature: thief(answerHash(sha256Hex, text)) },
      { ...first, text: '[]' },
      { ...first, text: 'no json at all' },
      signed({ counter: 'C09' }),
      signed({ seq: 2 }),
      signed({ seq: 4_000 }),
      signed({ epoch: 2 }),
      signed({ uid: '' }),
    ];
    expect(await giveBack(strange)).toMatchObject({ recorded: 0, known: 0, strange: strange.length });
    expect(await ledger()).toEqual([]);
  });

  it('a first word, or an older one than is on record, takes nothing back', async () => {
    await giveBack(held);
    const firstWords = (await answers()).slice(0, 3);
    expect(await giveBack(firstWords)).toMatchObject({ recorded: 0, known: 3, contradicting: 0 });
    expect(await ledger()).toHaveLength(1);
  });

  it('gives a settlement its money, once, and what was taken out of suspense never again', async () => {
    await giveBack(held);
    const credit = { consumer: '900000077', meter: null, meterKind: null, amountPaise: 200_00, heads: [] };
    const fields = {
      receiptNumber: 'R',
      reason: 'r',
      by: null,
      approver: 'm',
      ref: journal.entries[1]?.uid ?? '',
    };
    journal.append('refusal settled', { ...fields, outcome: 'moved', credit });
    await acceptBatch(core, 'C02', received(key, journal.entries.slice(3)));
    const between = await store.backup();
    await settle(core, { counter: 'C02', epoch: 1, seq: 4, outcome: 'applied', consumer: '100000005' });
    const later = (await answers()).filter(({ answer }) => answer.seq === 4 && answer.turn > 1);
    await store.restore(between, 'e-3');
    expect(await giveBack(later, 'none', 'e-3')).toMatchObject({ recorded: 1 });
    expect((await ledger()).map(([seq, consumer]) => [seq, consumer])).toEqual([
      [1, '100000001'],
      [4, '100000005'],
    ]);
  });

  it('a batch that was sent before the restore is taken only after the state was read anew', async () => {
    journal.recharge('100000001', 500_00);
    const batch = received(key, journal.entries.slice(3));
    const of = (serverEpoch: string) => ({ ...batch, header: { ...batch.header, serverEpoch } });
    await expect(acceptBatch(core, 'C02', of('e-1'))).rejects.toMatchObject({
      problem: { type: 'gap', expectedSeq: 4 },
    });
    expect(await ledger()).toEqual([]);
    expect((await acceptBatch(core, 'C02', of('e-2'))).results).toHaveLength(1);
  });
});

it('over HTTP: bounded, authorised and well formed', async () => {
  const headEnd = await startReferenceHeadEnd({ codes: [testCode], knownConsumer: () => null });
  const counter = await enrolTestCounter(headEnd);
  const post = (body: unknown, token = counter.enrolment.accessToken) =>
    fetch(`${headEnd.url}/v1/counters/C02/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const state = await fetch(`${headEnd.url}/v1/counters/C02/state`, {
    headers: { authorization: `Bearer ${counter.enrolment.accessToken}` },
  });
  const epochNow = ((await state.json()) as { serverEpoch: string }).serverEpoch;
  const one = { text: '{}', signature: 'A'.repeat(86) };
  const request = (count: number) => ({
    v: 1,
    serverEpoch: epochNow,
    answers: Array.from({ length: count }, () => one),
    rest: 'none',
  });
  expect((await post(request(limits.heldAnswersMax))).status).toBe(200);
  expect((await post(request(limits.heldAnswersMax + 1))).status).toBe(422);
  expect((await post('{"v":1')).status).toBe(422);
  expect((await post({ ...request(1), more: true })).status).toBe(422);
  expect((await post(request(1), 'A'.repeat(43))).status).toBe(401);
  const padded = (bytes: number) => JSON.stringify(request(0)).padEnd(bytes, ' ');
  expect((await post(padded(limits.heldAnswersBytesMax))).status).toBe(200);
  expect((await post(padded(limits.heldAnswersBytesMax + 1))).status).toBe(413);
  await counter.client.close();
  await headEnd.stop();
});
