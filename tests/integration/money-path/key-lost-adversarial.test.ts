import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { verifyJournalFile } from '../../../db/verify.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { asha, newUid, sale } from '../../harness/counter-day.ts';
import { enrolmentCode, openOffice, secondCode, type Office } from '../../harness/office.ts';
import { bodiesOfJournal, rechargesOfJournal } from '../../harness/paper-of-journal.ts';
import {
  type KeyStore,
  startServiceInProcess,
  type ServiceInProcess,
} from '../../harness/service-in-process.ts';

const hourMs = 3_600_000;
let office: Office;
let service: ServiceInProcess;
/** How often the keyring refuses from now on; it opens what it closed otherwise. */
let refusals = 0;
let asked = 0;

const keyring: KeyStore = ({ act, text }) => {
  if (act === 'unwrap') asked += 1;
  if (refusals > 0) {
    refusals -= 1;
    return 'KEY_STORE_MISSING';
  }
  return { text: act === 'wrap' ? `closed ${text}` : text.replace(/^closed /u, '') };
};

beforeEach(async () => {
  refusals = 0;
  office = await openOffice({ consumers: 6 });
  office.writeConfig({ deviceKey: { store: 'os' } });
  service = await startServiceInProcess(office, { keyStore: keyring });
  await service.ask('setup.enrol', { code: enrolmentCode });
  const name = { hi: 'आशा', en: 'Asha' };
  await service.ask('setup.addFirstPerson', { uid: newUid(), name, ...asha });
  await service.ask('session.signIn', asha);
  await service.ask('directory.import', { path: null });
  await service.ask('day.open', { uid: newUid(), businessDate: '2026-11-23' });
  await service.ask('shift.open', { uid: newUid(), float: {} });
  await service.stop();
  asked = 0;
});

afterEach(async () => {
  await service.stop();
  await office.close();
});

const keyFile = () => join(office.dataFolder, 'device-key.json');
const keysNamed = () => [
  ...bodiesOfJournal(office.dataFolder, 'counter enrolled'),
  ...bodiesOfJournal(office.dataFolder, 'key lost'),
];
const lost = () => bodiesOfJournal(office.dataFolder, 'key lost');
const consumer = (index: number) => office.consumers[index]?.consumer ?? '';

async function startAgain(bootId = 'boot-1'): Promise<void> {
  service = await startServiceInProcess(office, { clock: service.clock, keyStore: keyring, bootId });
  await service.ask('session.signIn', asha);
}

async function proved(): Promise<void> {
  await service.stop();
  const proof = await verifyJournalFile(join(office.dataFolder, 'journal.db'), 'every');
  expect(proof).toMatchObject({ ok: true });
}

describe('a key store', () => {
  it('that refuses for a moment has lost nothing', async () => {
    refusals = limits.keyStoreTriesMax - 1;
    await startAgain();
    expect(asked).toBe(limits.keyStoreTriesMax);
    await service.ask('recharge.record', sale(consumer(0)));
    expect(lost()).toEqual([]);
    expect(readdirSync(office.dataFolder)).not.toContain('device-key.json.lost');
  });

  it('that keeps refusing costs the key, not the sale: a new one, on record, in a new mirror file', async () => {
    const old = readFileSync(keyFile(), 'utf8');
    // Neither opens the old key nor closes the new one.
    refusals = limits.keyStoreTriesMax + 1;
    await startAgain();
    expect(asked).toBe(limits.keyStoreTriesMax);
    expect(lost()).toHaveLength(1);
    expect(readFileSync(`${keyFile()}.lost`, 'utf8')).toBe(old);
    expect(readdirSync(office.mirrorFolder).toSorted()).toEqual([
      'C02-1-2026-11-23-2.mirror',
      'C02-1-2026-11-23.mirror',
    ]);
    const { secondCopy } = await service.ask('state.get', {});
    expect(secondCopy).toMatchObject({ state: 'complete', copied: secondCopy.entries });
    const sold = await service.ask('recharge.record', sale(consumer(0)));
    expect(sold.receiptNumber).toBe('PTC-C02-2627-000001');

    // The next start has the new key, whatever the keyring says by then.
    await service.stop();
    refusals = limits.keyStoreTriesMax + 1;
    await startAgain();
    await service.ask('recharge.record', sale(consumer(1)));
    expect(lost()).toHaveLength(1);
    await proved();
  });

  it('whose old key comes back is answered by a third key: the old one signs nothing any more', async () => {
    const old = readFileSync(keyFile(), 'utf8');
    refusals = limits.keyStoreTriesMax + 1;
    await startAgain();
    await service.ask('recharge.record', sale(consumer(0)));
    await service.stop();
    refusals = 0;
    writeFileSync(keyFile(), old);
    await startAgain();
    await service.ask('recharge.record', sale(consumer(1)));
    const keys = keysNamed().map(({ publicKey }) => publicKey);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(3);
    expect(rechargesOfJournal(office.dataFolder)).toHaveLength(2);
    await service.stop();
    await startAgain();
    expect(lost()).toHaveLength(2);
    await proved();
  });
});

describe('an officer’s code for the new key', () => {
  const unsent = async () => (await service.ask('state.get', {})).unsent.count;
  const credited = async () => (await headEndLedger(office.headEnd)).map(({ amountPaise }) => amountPaise);

  it('brings up what was sold without a token, once, and is of no use while the key is there', async () => {
    await startAgain();
    expect(await service.call('setup.enrol', { code: secondCode })).toMatchObject({
      error: { code: 'ALREADY_ENROLLED' },
    });
    await service.stop();
    writeFileSync(keyFile(), 'rubbish');
    // The keyring is gone for good: the new key lies in a file, and so does its token.
    refusals = Number.POSITIVE_INFINITY;
    await startAgain();
    await service.ask('recharge.record', sale(consumer(0)));
    expect(await unsent()).toBe(1);
    expect(await service.call('setup.enrol', { code: enrolmentCode })).toMatchObject({
      error: { code: 'ENROLMENT_CODE_WRONG' },
    });
    expect(await service.call('setup.enrol', { code: 'PTC-C99-0000' })).toMatchObject({
      error: { code: 'ENROLMENT_CODE_WRONG' },
    });
    expect(await unsent()).toBe(1);

    expect(await service.ask('setup.enrol', { code: secondCode })).toEqual({ counter: 'C02', office: 'PTC' });
    await expect.poll(unsent, { timeout: 10_000 }).toBe(0);
    expect(await credited()).toEqual([500_00]);
    await service.stop();
    await startAgain();
    await service.ask('recharge.record', sale(consumer(1)));
    await expect.poll(unsent, { timeout: 10_000 }).toBe(0);
    expect(await credited()).toEqual([500_00, 500_00]);
    await proved();
  });

  it('ends the parking of what a counter sells whose old key and token came back', async () => {
    await startAgain();
    await expect.poll(async () => (await service.ask('state.get', {})).headEnd.link).toBe('answering');
    await service.stop();
    const old = readFileSync(keyFile(), 'utf8');
    writeFileSync(keyFile(), 'rubbish');
    await startAgain();
    await service.stop();
    writeFileSync(keyFile(), old);
    await startAgain();
    const parked = await service.ask('recharge.record', sale(consumer(0)));
    // The head end holds it, and has credited nobody.
    await expect.poll(unsent, { timeout: 10_000 }).toBe(0);
    expect((await service.ask('recharge.find', { uid: parked.uid })).recharge?.credit).toBe('pending');
    expect(await credited()).toEqual([]);
    expect(await service.ask('setup.enrol', { code: secondCode })).toMatchObject({ counter: 'C02' });
    const paid = await service.ask('recharge.record', sale(consumer(1)));
    await expect
      .poll(async () => (await service.ask('recharge.find', { uid: paid.uid })).recharge?.credit, {
        timeout: 10_000,
      })
      .toBe('confirmed');
    // The officer's word counts for what was parked before it too.
    expect(await credited()).toEqual([500_00, 500_00]);
    await proved();
  });
});

describe('a lost key and a clock in doubt', () => {
  const confirm = () =>
    service.call('clock.confirm', { uid: newUid(), shownAt: service.clock.wallMs(), approver: { ...asha } });
  const loseKey = () => writeFileSync(keyFile(), 'rubbish');

  it.each([
    ['behind, in one start of the machine', -hourMs, 'boot-1'],
    ['behind, after another start', -hourMs, 'boot-2'],
    ['ahead, in one start of the machine', hourMs, 'boot-1'],
  ])(
    'found together (%s): the key goes on record, the clock waits for its supervisor',
    async (_what, jumpMs, bootId) => {
      loseKey();
      service.clock.pass(10 * 60_000);
      service.clock.jump(jumpMs);
      await startAgain(bootId);
      expect(lost()).toEqual([expect.objectContaining({ clock: 'held' })]);
      const wanted = sale(consumer(0));
      expect(await service.call('recharge.record', wanted)).toMatchObject({
        error: { code: jumpMs < 0 ? 'CLOCK_BEHIND' : 'CLOCK_JUMPED' },
      });
      expect(await confirm()).toMatchObject({ ok: true });
      expect((await service.ask('recharge.record', wanted)).takenAt).toBe(service.clock.wallMs());
      await proved();
    },
  );

  it('found together, and the clock put right by itself: nobody is asked', async () => {
    loseKey();
    service.clock.pass(10 * 60_000);
    service.clock.jump(-hourMs);
    await startAgain();
    service.clock.jump(hourMs);
    await service.ask('recharge.record', sale(consumer(0)));
    expect(bodiesOfJournal(office.dataFolder, 'clock moved')).toEqual([]);
    await proved();
  });

  it('the clock first, then the key', async () => {
    await startAgain();
    service.clock.jump(hourMs);
    expect(await confirm()).toMatchObject({ ok: true });
    await service.stop();
    loseKey();
    await startAgain();
    const [body] = lost();
    expect(body).not.toHaveProperty('clock');
    await service.ask('recharge.record', sale(consumer(0)));
    await proved();
  });

  it('the key first, then the clock', async () => {
    loseKey();
    await startAgain();
    service.clock.jump(-hourMs);
    const wanted = sale(consumer(0));
    expect(await service.call('recharge.record', wanted)).toMatchObject({ error: { code: 'CLOCK_BEHIND' } });
    expect(await confirm()).toMatchObject({ ok: true });
    await service.ask('recharge.record', wanted);
    await proved();
  });
});
