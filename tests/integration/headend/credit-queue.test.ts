import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../counter/journal/answer.ts';
import { acceptBatch } from '../../../headend/reference/accept-batch.ts';
import type { CorePorts } from '../../../headend/reference/core.ts';
import { createCreditQueue } from '../../../headend/reference/credit-queue.ts';
import { enrol, offerCodes } from '../../../headend/reference/enrol.ts';
import { takeHeldAnswers } from '../../../headend/reference/held-answers.ts';
import { emptyBackup } from '../../../headend/reference/memory-tables.ts';
import { readResults } from '../../../headend/reference/read-counter.ts';
import { settle } from '../../../headend/reference/settle.ts';
import { startReferenceHeadEnd } from '../../../headend/reference/start.ts';
import type { Store } from '../../../headend/reference/store.ts';
import { generateSigningKey, type DeviceKeyPair } from '../../../headend/signatures.ts';
import { everyStore } from '../../harness/every-store.ts';
import { createTestCore, received } from '../../harness/head-end-core.ts';
import { createMemoryJournal, type MemoryJournal } from '../../harness/memory-outbox.ts';
import { admin, enrolTestCounter, packBatch, testCode } from '../../harness/reference-counter.ts';

/** The last digits of a consumer are its balance: 3 owes most, 1 a little, 8 has something left. */
const balances: Readonly<Record<string, number>> = { '3': -900_00, '1': -10_00, '8': 40_00 };

describe.each(everyStore)('credits that wait, at the reference head end on $name', ({ open }) => {
  let store: Store;
  let core: CorePorts;
  let key: DeviceKeyPair;
  let journal: MemoryJournal;
  let at: number;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.restore(emptyBackup, 'e-1');
    at = 1_795_400_000_000;
    core = createTestCore(store, {
      crediting: 'later',
      wallMs: () => at,
      knownConsumer: (consumer) => {
        if (consumer.startsWith('9')) return null;
        const status = consumer.startsWith('15') ? 'closed' : 'active';
        const balancePaise = balances[consumer.at(-1) ?? ''];
        const known = { meter: '12345678', meterKind: 'managed', status } as const;
        return balancePaise === undefined ? known : { ...known, balancePaise };
      },
    });
    key = generateSigningKey();
    journal = createMemoryJournal('C02', key);
    await offerCodes(core, [testCode]);
    await enrol(core, { v: 1, code: testCode.code, alg: 'ed25519', publicKey: key.publicKey });
    for (const consumer of ['100000008', '100000001', '100000000', '100000003']) {
      journal.recharge(consumer, 100_00);
      at += 1_000;
      await acceptBatch(core, 'C02', received(key, journal.entries.slice(-1)));
    }
  });

  const ledger = async () => (await store.transaction((tx) => tx.credits())).map(({ seq }) => seq);
  const said = async () =>
    (await readResults(core, 'C02', null)).results.map(({ text }) => {
      const { seq, turn, credit, code } = JSON.parse(text) as Answer;
      return `${seq}.${turn} ${credit} ${code ?? '-'}`;
    });

  it('are recorded at once and credited by later turns, who owes most first', async () => {
    const queue = createCreditQueue(core);
    expect(await ledger()).toEqual([]);
    expect((await queue.waiting()).map(({ seq }) => seq)).toEqual([4, 2, 1, 3]);
    expect(await queue.creditNext(2)).toBe(2);
    expect(await ledger()).toEqual([2, 4]);
    expect(await queue.creditNext(1)).toBe(1);
    expect(await queue.creditNext(10)).toBe(1);
    expect(await queue.creditNext(10)).toBe(0);
    expect((await said()).slice(4)).toEqual([
      '4.2 applied -',
      '2.2 applied -',
      '1.2 applied -',
      '3.2 applied -',
    ]);
  });

  it('leave what is refused, unknown or netted out of the queue, and settlements in it', async () => {
    const refused = journal.recharge('150000000', 100_00);
    journal.recharge('900000000', 100_00);
    const cancelled = journal.recharge('100000003', 100_00);
    journal.append('cancellation', { ref: cancelled.uid, amountPaise: 100_00 });
    const credit = { consumer: '100000003', meter: null, meterKind: null, amountPaise: 100_00, heads: [] };
    journal.append('refusal settled', { ref: refused.uid, outcome: 'moved', credit });
    await acceptBatch(core, 'C02', received(key, journal.entries.slice(4)));
    const queue = createCreditQueue(core);
    expect((await queue.waiting()).map(({ seq }) => seq)).toEqual([4, 9, 2, 1, 3]);
    expect(await queue.creditNext(10)).toBe(5);
    expect(await ledger()).toEqual([1, 2, 3, 4, 9]);
  });

  it('are there again after a restart, and credited once by two workers', async () => {
    await createCreditQueue(core).creditNext(1);
    const again = [createCreditQueue(core), createCreditQueue(core)] as const;
    expect((await again[0].waiting()).map(({ seq }) => seq)).toEqual([2, 1, 3]);
    const done = await Promise.all(again.map((queue) => queue.creditNext(10)));
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await ledger()).toEqual([1, 2, 3, 4]);
  });

  it('leave to a person what a person decided first', async () => {
    const queue = createCreditQueue(core);
    await queue.waiting();
    await settle(core, { counter: 'C02', epoch: 1, seq: 4, outcome: 'rejected', consumer: null });
    expect(await queue.creditNext(10)).toBe(3);
    expect(await ledger()).toEqual([1, 2, 3]);
  });

  it('wait after a restore until the counter has given back what was credited before', async () => {
    const backup = await store.backup();
    const queue = createCreditQueue(core);
    await queue.creditNext(4);
    const { results } = await readResults(core, 'C02', null);
    await store.restore(backup, 'e-2');
    expect(await queue.creditNext(10)).toBe(0);
    expect(await ledger()).toEqual([]);
    await takeHeldAnswers(core, 'C02', {
      v: 1,
      serverEpoch: 'e-2',
      answers: results.slice(4, 6),
      rest: 'none',
    });
    expect((await queue.waiting()).map(({ seq }) => seq)).toEqual([1, 3]);
    expect(await queue.creditNext(10)).toBe(2);
    expect(await ledger()).toEqual([1, 2, 3, 4]);
  });
});

it('a head end told to credit twenty a second takes its time, and a counter reads of it by results', async () => {
  const headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    creditsPerSecond: 20,
    knownConsumer: () => ({ meter: '12345678', meterKind: 'managed' }),
  });
  const counter = await enrolTestCounter(headEnd);
  for (let sale = 1; sale <= 10; sale += 1) counter.journal.recharge('100000001', 100_00);
  const started = performance.now();
  const { entries } = counter.journal;
  await counter.client.sendBatch(await packBatch(counter.key, entries), entries);
  expect(
    ((await (await admin(headEnd, '/admin/waiting-credits')).json()) as unknown[]).length,
  ).toBeGreaterThan(0);
  const applied = async (): Promise<number> => {
    const verdict = await counter.client.results(null);
    if (verdict.kind !== 'answered') throw new Error('no results');
    return verdict.value.answers.filter(({ answer }) => answer.credit === 'applied').length;
  };
  while ((await applied()) < 10) await new Promise((resolve) => setTimeout(resolve, 50));
  // Four at a time, five times a second: the last two come with the third turn.
  expect(performance.now() - started).toBeGreaterThan(300);
  expect(await (await admin(headEnd, '/admin/waiting-credits')).json()).toEqual([]);
  await counter.client.close();
  await headEnd.stop();
});
