import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignedAnswer } from '../../../counter/journal/answer.ts';
import { acceptBatch } from '../../../headend/reference/accept-batch.ts';
import { connectPglite } from '../../../headend/reference/connect-pglite.ts';
import type { CorePorts } from '../../../headend/reference/core.ts';
import { enrol, offerCodes } from '../../../headend/reference/enrol.ts';
import { emptyBackup } from '../../../headend/reference/memory-tables.ts';
import { readResults, readState } from '../../../headend/reference/read-counter.ts';
import { settle } from '../../../headend/reference/settle.ts';
import { openSqlStore } from '../../../headend/reference/sql-store.ts';
import type { Store, StoreBackup } from '../../../headend/reference/store.ts';
import { stsTokenIssuer } from '../../../headend/reference/sts-tokens.ts';
import type { BatchResponse } from '../../../headend/schemas.ts';
import { generateSigningKey, type DeviceKeyPair } from '../../../headend/signatures.ts';
import { everyStore } from '../../harness/every-store.ts';
import { createTestCore, received } from '../../harness/head-end-core.ts';
import { createMemoryJournal, type MemoryJournal } from '../../harness/memory-outbox.ts';
import { testCode } from '../../harness/reference-counter.ts';

describe.each(everyStore)('the reference head end on $name', ({ open }) => {
  let store: Store;
  let core: CorePorts;
  let key: DeviceKeyPair;
  let journal: MemoryJournal;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.restore(emptyBackup, 'e-1');
    core = createTestCore(store);
    key = generateSigningKey();
    journal = createMemoryJournal('C02', key);
    await offerCodes(core, [testCode]);
    await enrol(core, { v: 1, code: testCode.code, alg: 'ed25519', publicKey: key.publicKey });
  });

  const send = (from: number, to: number, answers: readonly SignedAnswer[] = []) =>
    acceptBatch(core, 'C02', received(key, journal.entries.slice(from - 1, to), answers));
  const answersOf = (response: BatchResponse): SignedAnswer[] =>
    response.results.map(({ text, signature }) => ({
      answer: JSON.parse(text) as SignedAnswer['answer'],
      text,
      signature,
    }));
  const ledger = () => store.transaction((tx) => tx.credits());
  const ackedSeq = async () =>
    (JSON.parse((await readState(core, 'C02')).acknowledgement.text) as { ackedSeq: number }).ackedSeq;

  it('records a batch and credits each recharge once', async () => {
    journal.append('shift opened');
    journal.recharge('100000001', 500_00);
    journal.recharge('100000002', 70_00);
    const response = await send(1, 3);
    expect(response.results.map(({ arrival }) => arrival)).toEqual(['recorded', 'recorded', 'recorded']);
    expect(answersOf(response).map(({ answer }) => answer.credit)).toEqual(['none', 'applied', 'applied']);
    const rows = await ledger();
    expect(rows.map(({ seq, consumer, amountPaise }) => [seq, consumer, amountPaise])).toEqual([
      [2, '100000001', 500_00],
      [3, '100000002', 70_00],
    ]);
    expect(rows.map(({ uid }) => uid)).toEqual(journal.entries.slice(1).map(({ uid }) => uid));
    expect(await ackedSeq()).toBe(3);
  });

  it('answers a second arrival with the first answer, byte for byte, and credits nothing', async () => {
    journal.recharge('100000001', 500_00);
    journal.recharge('100000002', 500_00);
    const first = await send(1, 1);
    const again = await send(1, 2);
    expect(again.results.map(({ arrival }) => arrival)).toEqual(['duplicate', 'recorded']);
    expect(again.results[0]?.text).toBe(first.results[0]?.text);
    expect(again.results[0]?.signature).toBe(first.results[0]?.signature);
    expect(await ledger()).toHaveLength(2);
    expect((await send(1, 2)).results.every(({ arrival }) => arrival === 'duplicate')).toBe(true);
    expect(await ledger()).toHaveLength(2);
  });

  it('takes nothing of a batch if a part of it cannot be written', async () => {
    journal.recharge('100000001', 500_00);
    const broken: CorePorts = {
      ...core,
      store: {
        ...store,
        transaction: (run) =>
          store.transaction((tx) =>
            run({ ...tx, insertCredits: () => Promise.reject(new Error('disk full')) }),
          ),
      },
    };
    await expect(acceptBatch(broken, 'C02', received(key, journal.entries))).rejects.toThrow('disk full');
    expect(await ackedSeq()).toBe(0);
    expect(await store.transaction((tx) => tx.entryCount())).toBe(0);
    expect((await send(1, 1)).results[0]?.arrival).toBe('recorded');
  });

  it('pages later results, and a settlement is a second turn that credits once', async () => {
    journal.recharge('900000001', 300_00);
    const response = await send(1, 1);
    expect(answersOf(response)[0]?.answer).toMatchObject({ credit: 'pending', code: 'unknown-consumer' });
    expect((await readResults(core, 'C02', response.cursorAfter)).results).toEqual([]);
    const settlement = {
      counter: 'C02',
      epoch: 1,
      seq: 1,
      outcome: 'applied',
      consumer: '100000001',
    } as const;
    await settle(core, settlement);
    const page = await readResults(core, 'C02', response.cursorAfter);
    expect(page.results.map(({ text }) => (JSON.parse(text) as { turn: number }).turn)).toEqual([2]);
    await expect(settle(core, settlement)).rejects.toThrow('Only a pending recharge');
    expect((await ledger()).map(({ consumer }) => consumer)).toEqual(['100000001']);
    expect((await readResults(core, 'C02', 'e-of-before-the-restore:9')).results).toHaveLength(2);
  });

  it('rejects for good: no credit, now or later', async () => {
    journal.recharge('900000001', 300_00);
    await send(1, 1);
    await settle(core, { counter: 'C02', epoch: 1, seq: 1, outcome: 'rejected', consumer: null });
    await expect(
      settle(core, { counter: 'C02', epoch: 1, seq: 1, outcome: 'applied', consumer: '100000001' }),
    ).rejects.toThrow('Only a pending recharge');
    expect((await send(1, 1)).results[0]?.text).toContain('"credit":"rejected"');
    expect(await ledger()).toEqual([]);
  });

  it('records the answers it gave before it was restored: same reference, same tokens, nothing minted', async () => {
    let minted = 0;
    const module = {
      vendingKey: new Uint8Array(20).fill(7),
      supplyGroup: '000046',
      tariffIndex: '01',
      paisePerTenth: 70,
    };
    const issuer = stsTokenIssuer(module, () => 0.5);
    core = createTestCore(store, {
      tokenIssuer: {
        issue: (request) => {
          minted += 1;
          return issuer.issue(request);
        },
      },
    });
    journal.recharge('100000001', 500_00);
    await send(1, 1);
    const backup = await store.backup();
    journal.recharge('200000002', 250_00);
    journal.recharge('200000002', 250_00);
    const given = answersOf(await send(2, 3));
    const tokens = given.flatMap(({ answer }) => answer.tokens);
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(2);
    await store.restore(backup, 'e-2');
    expect(await ackedSeq()).toBe(1);
    const again = await send(2, 3, given);
    expect(again.serverEpoch).toBe('e-2');
    expect(answersOf(again).map(({ text }) => text)).toEqual(given.map(({ text }) => text));
    expect(minted).toBe(2);
    const references = (await ledger()).map(({ reference }) => reference);
    expect(references.slice(1)).toEqual(given.map(({ answer }) => answer.reference));
  });

  it('gives the overview of a person at the office: totals, what waits, what came last', async () => {
    expect(await store.transaction((tx) => tx.overview(5))).toMatchObject({
      entries: 0,
      waiting: 0,
      latest: [],
    });
    journal.append('shift opened');
    for (const consumer of ['100000001', '900000001', '900000002', '900000003', '100000002']) {
      journal.recharge(consumer, 500_00);
    }
    await send(1, 6);
    const place = { counter: 'C02', epoch: 1, consumer: null } as const;
    await settle(core, { ...place, seq: 3, outcome: 'rejected' });
    await settle(core, { ...place, seq: 4, outcome: 'applied', consumer: '100000001' });
    const overview = await store.transaction((tx) => tx.overview(2));
    expect(overview).toMatchObject({
      entries: 6,
      credits: 3,
      creditedPaise: 1_500_00,
      refused: 1,
      waiting: 1,
    });
    expect(overview.firstWaiting.map(({ entry }) => entry.seq)).toEqual([5]);
    expect(overview.firstWaiting[0]?.answer?.text).toContain('"credit":"pending"');
    expect(overview.latest.map(({ entry }) => entry.seq)).toEqual([6, 5]);
    expect([...overview.heardAt]).toEqual([['C02', core.wallMs()]]);
    expect([...overview.offices]).toEqual([['C02', 'PTC']]);
  });

  it('freezes a counter at a fork, durably', async () => {
    journal.recharge('100000001', 500_00);
    await send(1, 1);
    const other = createMemoryJournal('C02', key);
    other.recharge('100000001', 900_00);
    const clone = acceptBatch(core, 'C02', received(key, other.entries));
    await expect(clone).rejects.toMatchObject({ problem: { type: 'fork', seq: 1 } });
    await expect(readState(core, 'C02')).rejects.toMatchObject({ problem: { type: 'fork' } });
    await expect(send(1, 1)).rejects.toMatchObject({ problem: { type: 'fork' } });
    expect((await ledger()).map(({ amountPaise }) => amountPaise)).toEqual([500_00]);
  });

  it('comes back from a backup whole', async () => {
    journal.recharge('100000001', 500_00);
    journal.recharge('900000001', 5_00);
    await send(1, 2);
    const backup = JSON.parse(JSON.stringify(await store.backup())) as StoreBackup;
    await store.restore(emptyBackup, 'e-2');
    expect(await ledger()).toEqual([]);
    await store.restore(backup, 'e-3');
    expect(await store.backup()).toEqual(backup);
    expect(await store.transaction((tx) => tx.serverEpoch())).toBe('e-3');
  });
});

it('a database in a folder is the same after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headend-'));
  const key = generateSigningKey();
  const journal = createMemoryJournal('C02', key);
  journal.recharge('100000001', 500_00);
  const first = await openSqlStore(await connectPglite(folder), 'e-1');
  const core = createTestCore(first);
  await offerCodes(core, [testCode]);
  await enrol(core, { v: 1, code: testCode.code, alg: 'ed25519', publicKey: key.publicKey });
  await acceptBatch(core, 'C02', received(key, journal.entries));
  await first.close();
  const second = await openSqlStore(await connectPglite(folder), 'e-ignored');
  expect(await second.transaction((tx) => tx.credits())).toHaveLength(1);
  expect(await second.transaction((tx) => tx.serverEpoch())).toBe('e-1');
  await second.close();
  await rm(folder, { recursive: true });
});
