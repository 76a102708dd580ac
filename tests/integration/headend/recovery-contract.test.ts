import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../counter/journal/answer.ts';
import type { StoredEntry } from '../../../counter/journal/entry.ts';
import { generateRecoveryKey } from '../../../db/recovery-key.ts';
import { acceptBatch } from '../../../headend/reference/accept-batch.ts';
import { accessTokenOf, type CorePorts } from '../../../headend/reference/core.ts';
import { enrol, offerCodes } from '../../../headend/reference/enrol.ts';
import { enrolKey } from '../../../headend/reference/enrol-key.ts';
import { foundMoney } from '../../../headend/reference/found-list.ts';
import { emptyBackup } from '../../../headend/reference/memory-tables.ts';
import { authorise, readState } from '../../../headend/reference/read-counter.ts';
import { recover } from '../../../headend/reference/recover.ts';
import { settle } from '../../../headend/reference/settle.ts';
import type { Store } from '../../../headend/reference/store.ts';
import type { BatchResponse } from '../../../headend/schemas.ts';
import { generateSigningKey, signerOf, type DeviceKeyPair } from '../../../headend/signatures.ts';
import { everyStore } from '../../harness/every-store.ts';
import { createTestCore, received } from '../../harness/head-end-core.ts';
import { createMemoryJournal, type MemoryJournal } from '../../harness/memory-outbox.ts';
import { testCode } from '../../harness/reference-counter.ts';
import { relink, type RestoredJournal, restoreFrom } from '../../harness/restored-journal.ts';

const division = generateRecoveryKey();

describe.each(everyStore)('a restored counter, at the reference head end on $name', ({ open }) => {
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
    core = createTestCore(store, { recoveryKey: division.publicKey });
    key = generateSigningKey();
    journal = createMemoryJournal('C02', key);
    await offerCodes(core, [testCode]);
    await enrol(core, { v: 1, code: testCode.code, alg: 'ed25519', publicKey: key.publicKey });
    for (let n = 1; n <= 6; n += 1) journal.recharge(`10000000${n}`, n * 100_00);
  });

  /** As the counter's present key sends it: it signs the last hash, whoever signed the entry. */
  const send = (by: DeviceKeyPair, entries: readonly StoredEntry[]): Promise<BatchResponse> => {
    const last = entries.at(-1);
    const signed = last === undefined ? [] : [{ ...last, signature: signerOf(by)(last.hash) }];
    return acceptBatch(core, 'C02', received(by, [...entries.slice(0, -1), ...signed]));
  };
  const post = ({ recovery: { body, prevHash, hash, signature } }: RestoredJournal) =>
    recover(core, { v: 1, entry: { body, prevHash, hash, signature } });
  const answersOf = ({ results }: BatchResponse) => results.map(({ text }) => JSON.parse(text) as Answer);
  const creditedPaise = async () =>
    (await store.transaction((tx) => tx.credits())).reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  const stateFor = async (publicKey: string) => {
    const token = accessTokenOf(core, 'C02', publicKey);
    const standing = await authorise(core, 'C02', token, (left, right) => left === right);
    const state = await readState(core, 'C02', standing);
    return {
      ...state,
      prefix: JSON.parse(state.acknowledgement.text) as { epoch: number; ackedSeq: number },
    };
  };

  it('gets a token by its recovery, the same again, and no other recovery does', async () => {
    await send(key, journal.entries.slice(0, 4));
    const spare = restoreFrom(journal.entries, division);
    const enrolment = await post(spare);
    expect(enrolment).toMatchObject({ counter: 'C02', epoch: 2, office: testCode.office });
    expect(await post(spare)).toEqual(enrolment);
    await expect(post(restoreFrom(journal.entries, division))).rejects.toMatchObject({
      problem: { type: 'fork', status: 409 },
    });
    expect((await stateFor(spare.key.publicKey)).prefix).toMatchObject({ epoch: 2, ackedSeq: 4 });
    expect((await stateFor(key.publicKey)).fenced).toMatchObject({ epoch: 2, oldSeq: 6 });
  });

  it('is not believed without the division’s signature, its own, or a place in the chain', async () => {
    await send(key, journal.entries);
    const spare = restoreFrom(journal.entries, generateRecoveryKey());
    await expect(post(spare)).rejects.toMatchObject({ problem: { type: 'recovery', status: 403 } });
    const good = restoreFrom(journal.entries, division);
    const stranger = restoreFrom(journal.entries, division).recovery;
    const forged = { ...good, recovery: { ...good.recovery, signature: stranger.signature } };
    await expect(post(forged)).rejects.toMatchObject({ problem: { type: 'recovery' } });
    const moved = { ...good, recovery: { ...good.recovery, prevHash: journal.entries[2]?.hash ?? '' } };
    await expect(post(moved)).rejects.toMatchObject({ problem: { type: 'chain' } });
    const other = createMemoryJournal('C02', key);
    for (let n = 1; n <= 6; n += 1) other.recharge('100000009', n * 100_00);
    await expect(post(restoreFrom(other.entries, division))).rejects.toMatchObject({
      problem: { type: 'fork', seq: 6 },
    });
    core = createTestCore(store);
    await expect(post(good)).rejects.toMatchObject({ problem: { type: 'recovery' } });
    expect((await stateFor(key.publicKey)).fenced).toBeNull();
  });

  it('sends the rest of the old epoch under its own key, then the recovery, then the new epoch', async () => {
    await send(key, journal.entries.slice(0, 2));
    const spare = restoreFrom(journal.entries, division);
    await post(spare);
    spare.recharge('100000007', 700_00);
    const rest = await send(spare.key, spare.entries.slice(2, 6));
    expect(answersOf(rest).map(({ epoch, credit }) => [epoch, credit])).toEqual(
      Array(4).fill([1, 'applied']),
    );
    await expect(send(spare.key, spare.entries.slice(7))).rejects.toMatchObject({
      problem: { type: 'gap', expectedSeq: 7 },
    });
    const fresh = await send(spare.key, spare.entries.slice(6));
    expect(answersOf(fresh).map(({ seq, epoch, credit }) => [seq, epoch, credit])).toEqual([
      [7, 2, 'none'],
      [8, 2, 'applied'],
    ]);
    expect(await creditedPaise()).toBe(2_800_00);
    expect((await stateFor(spare.key.publicKey)).prefix.ackedSeq).toBe(8);
  });

  it('goes on where the head end is further: that stays credited, and is told', async () => {
    await send(key, journal.entries);
    const spare = restoreFrom(journal.entries.slice(0, 3), division);
    await post(spare);
    spare.recharge('100000007', 700_00);
    const state = await stateFor(spare.key.publicKey);
    expect(state.prefix).toMatchObject({ epoch: 2, ackedSeq: 3 });
    expect(state.beyond).toEqual({ epoch: 1, oldSeq: 3, throughSeq: 6 });
    await send(spare.key, spare.entries.slice(3));
    expect(await creditedPaise()).toBe(2_800_00);
    // The old PC sends the same again: on record, credited, and nothing is parked.
    const again = await send(key, journal.entries.slice(3));
    expect(again.results.map(({ arrival }) => arrival)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await foundMoney(core)).toEqual([]);
    expect(await creditedPaise()).toBe(2_800_00);
  });

  it('parks what the old PC took beyond, once for ever, until a person settles it', async () => {
    await send(key, journal.entries.slice(0, 3));
    const spare = restoreFrom(journal.entries.slice(0, 4), division);
    await post(spare);
    const late = await send(key, journal.entries.slice(3));
    expect(late.results.map(({ arrival }) => arrival)).toEqual(['parked', 'parked', 'parked']);
    expect(answersOf(late).every(({ code, credit }) => code === 'found-money' && credit === 'pending')).toBe(
      true,
    );
    expect(JSON.parse(late.acknowledgement.text)).toMatchObject({ epoch: 1, ackedSeq: 6 });
    const again = await send(key, journal.entries.slice(2));
    expect(again.results.every(({ arrival }) => arrival === 'duplicate')).toBe(true);
    // The fourth is in the restored chain too: there it is credited, as a later turn of the same entry.
    const chain = await send(spare.key, spare.entries.slice(3, 4));
    expect(answersOf(chain)).toMatchObject([{ seq: 4, turn: 2, credit: 'applied' }]);
    const found = await foundMoney(core);
    expect(found.map(({ seq, amountPaise }) => [seq, amountPaise])).toEqual([
      [4, 400_00],
      [5, 500_00],
      [6, 600_00],
    ]);
    await expect(settleOne(found[0])).rejects.toMatchObject({ problem: { status: 422 } });
    for (const each of found.slice(1))
      expect(await settleOne(each)).toMatchObject({ credit: 'applied', turn: 2 });
    expect(await creditedPaise()).toBe(2_100_00);
    await expect(settleOne(found[1])).rejects.toMatchObject({ problem: { status: 422 } });
  });

  const settleOne = async (found: Awaited<ReturnType<typeof foundMoney>>[number] | undefined) => {
    if (found === undefined) throw new Error('there is found money');
    const { counter, epoch, seq, found: hash } = found;
    return settle(core, { counter, epoch, seq, found: hash, outcome: 'applied', consumer: null });
  };

  it('credits no settled money again when its entry turns up in the chain', async () => {
    await send(key, journal.entries.slice(0, 3));
    const spare = restoreFrom(journal.entries, division);
    await post(spare);
    await send(key, journal.entries.slice(3));
    for (const each of await foundMoney(core)) await settleOne(each);
    const chain = await send(spare.key, spare.entries.slice(3, 6));
    expect(answersOf(chain).map(({ credit, turn }) => [credit, turn])).toEqual(Array(3).fill(['applied', 2]));
    expect(await creditedPaise()).toBe(2_100_00);
  });

  it('keeps the money of a copy with other entries under the same numbers', async () => {
    await send(key, journal.entries);
    const clone = journal.entries.slice(0, 3);
    for (const amount of [70_00, 80_00]) clone.push(nextOf(clone, amount));
    await expect(send(key, clone.slice(3))).rejects.toMatchObject({ problem: { type: 'fork' } });
    const spare = restoreFrom(journal.entries, division);
    await post(spare);
    await expect(send(key, clone.slice(4))).rejects.toMatchObject({ problem: { type: 'gap' } });
    const taken = await send(key, clone);
    const arrivals = taken.results.map(({ arrival }) => arrival);
    expect(arrivals).toEqual(['duplicate', 'duplicate', 'duplicate', 'parked', 'parked']);
    for (const each of await foundMoney(core)) await settleOne(each);
    await send(spare.key, spare.entries.slice(6));
    expect(await creditedPaise()).toBe(2_100_00 + 150_00);
  });

  /** Another entry in the same epoch under the old key, at the next number. */
  const nextOf = (before: readonly StoredEntry[], amountPaise: number): StoredEntry => {
    const branch = createMemoryJournal('C02', key);
    for (let n = 1; n <= before.length; n += 1) branch.recharge('1', 1_00);
    const entry = branch.recharge('100000008', amountPaise, { operator: 'copy' });
    return relink(entry, before.at(-1)?.hash ?? '', key);
  };

  it('parks under an unknown key, and an officer’s word releases it', async () => {
    const fresh = generateSigningKey();
    await send(key, journal.entries.slice(0, 2));
    const parked = await send(fresh, journal.entries.slice(2, 5));
    expect(answersOf(parked).every(({ code }) => code === 'unknown-key')).toBe(true);
    expect(await creditedPaise()).toBe(300_00);
    expect(await enrolKey(core, { counter: 'C02', publicKey: fresh.publicKey })).toEqual({ released: 3 });
    expect(await creditedPaise()).toBe(1_500_00);
    expect(await enrolKey(core, { counter: 'C02', publicKey: fresh.publicKey })).toEqual({ released: 0 });
    expect(answersOf(await send(fresh, journal.entries.slice(5)))).toMatchObject([{ credit: 'applied' }]);
    // The token that the counter has goes on.
    expect((await stateFor(key.publicKey)).prefix.ackedSeq).toBe(6);
  });

  it('enrols the new key of a counter that lost key and token, by a fresh code', async () => {
    const fresh = generateSigningKey();
    await send(key, journal.entries.slice(0, 2));
    await offerCodes(core, [{ ...testCode, code: '471-220-999' }]);
    const request = { v: 1, code: '471-220-999', alg: 'ed25519', publicKey: fresh.publicKey } as const;
    const enrolment = await enrol(core, request);
    expect(enrolment).toMatchObject({ counter: 'C02', epoch: 1 });
    expect(await enrol(core, request)).toEqual(enrolment);
    await expect(enrol(core, { ...request, publicKey: key.publicKey })).rejects.toMatchObject({
      problem: { type: 'code-used' },
    });
    await expect(stateFor(key.publicKey)).rejects.toMatchObject({ problem: { type: 'unauthorized' } });
    expect(
      answersOf(await send(fresh, journal.entries.slice(2))).every(({ credit }) => credit === 'applied'),
    ).toBe(true);
  });
});
