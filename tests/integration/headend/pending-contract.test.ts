import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { acceptBatch } from '../../../headend/reference/accept-batch.ts';
import type { CorePorts } from '../../../headend/reference/core.ts';
import { enrol, offerCodes } from '../../../headend/reference/enrol.ts';
import { emptyBackup } from '../../../headend/reference/memory-tables.ts';
import { readPending } from '../../../headend/reference/read-pending.ts';
import { settle } from '../../../headend/reference/settle.ts';
import type { Store } from '../../../headend/reference/store.ts';
import { pendingElsewhereSchema, type PendingElsewhere } from '../../../headend/pending-elsewhere.ts';
import { generateSigningKey, type DeviceKeyPair } from '../../../headend/signatures.ts';
import { everyStore } from '../../harness/every-store.ts';
import { createTestCore, received } from '../../harness/head-end-core.ts';
import { createMemoryJournal, type MemoryJournal } from '../../harness/memory-outbox.ts';
import { testCode } from '../../harness/reference-counter.ts';

interface Elsewhere {
  readonly counter: string;
  readonly key: DeviceKeyPair;
  readonly journal: MemoryJournal;
  sent: number;
}

/** Told alike by each store. */
describe.each(everyStore)('what a consumer has paid elsewhere, on $name', ({ open }) => {
  let store: Store;
  let core: CorePorts;
  let counters: Readonly<Record<'C02' | 'C05' | 'C07', Elsewhere>>;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.restore(emptyBackup, 'e-1');
    core = createTestCore(store);
    counters = { C02: await counterOf('C02'), C05: await counterOf('C05'), C07: await counterOf('C07') };
  });

  async function counterOf(counter: string): Promise<Elsewhere> {
    const key = generateSigningKey();
    const code = `code-of-${counter}`;
    await offerCodes(core, [{ ...testCode, code, counter }]);
    await enrol(core, { v: 1, code, alg: 'ed25519', publicKey: key.publicKey });
    return { counter, key, journal: createMemoryJournal(counter, key), sent: 0 };
  }

  async function send(from: Elsewhere): Promise<void> {
    const fresh = from.journal.entries.slice(from.sent);
    from.sent = from.journal.entries.length;
    await acceptBatch(core, from.counter, received(from.key, fresh));
  }

  async function told(consumer: string): Promise<PendingElsewhere> {
    const { text } = await readPending(core, 'C02', consumer, 'nonce-of-this-question');
    return pendingElsewhereSchema.parse(JSON.parse(text));
  }

  it('is pending at some and credited at others, each with its times', async () => {
    const { C05, C07 } = counters;
    const unknown = '999888777';
    C05.journal.recharge(unknown, 300_00);
    C05.journal.recharge(unknown, 450_00);
    C07.journal.recharge(unknown, 100_00);
    C07.journal.recharge('100000001', 70_00);
    await send(C05);
    await send(C07);
    const { pending } = await told(unknown);
    expect(pending.map(({ counter, count, sumPaise }) => [counter, count, sumPaise])).toEqual([
      ['C05', 2, 750_00],
      ['C07', 1, 100_00],
    ]);
    const { credits } = await told('100000001');
    expect(credits).toMatchObject([{ counter: 'C07', amountPaise: 70_00, appliedAt: core.wallMs() }]);
  });

  it('ends to be pending when the office has decided', async () => {
    const { C05 } = counters;
    C05.journal.recharge('999888777', 300_00);
    await send(C05);
    await settle(core, {
      counter: 'C05',
      epoch: 1,
      seq: 1,
      found: '',
      outcome: 'rejected',
      consumer: null,
      unheard: 'wait',
    });
    expect(await told('999888777')).toMatchObject({ pending: [], credits: [] });
  });

  it('takes any text for a consumer number in a body, and keeps it apart', async () => {
    const { C05 } = counters;
    for (const poison of ['\u0000', "';drop table entry;--", '1'.repeat(40)]) {
      C05.journal.recharge(poison, 10_00);
    }
    C05.journal.recharge('999888777', 300_00);
    await send(C05);
    expect((await told('999888777')).pending).toMatchObject([{ count: 1 }]);
  });

  it('names no more credits than its bound, the newest', async () => {
    const { C05 } = counters;
    for (let n = 0; n <= limits.pendingCreditsMax; n += 1) C05.journal.recharge('100000001', (n + 1) * 10_00);
    await send(C05);
    expect((await told('100000001')).credits).toHaveLength(limits.pendingCreditsMax);
  });

  it('is found again after a backup came back', async () => {
    const { C05 } = counters;
    C05.journal.recharge('999888777', 300_00);
    await send(C05);
    await store.restore(await store.backup(), 'e-2');
    expect(await told('999888777')).toMatchObject({ serverEpoch: 'e-2', pending: [{ counter: 'C05' }] });
  });
});
