import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyJournalFile } from '../../../db/verify.ts';
import { generateRecoveryKey } from '../../../db/recovery-key.ts';
import { wordsOf } from '../../../electron/service/recovery-words.ts';
import { asha, newUid, sale } from '../../harness/counter-day.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { handClock } from '../../harness/journal.ts';
import { enrolmentCode, openOffice, type Office } from '../../harness/office.ts';
import { bodiesOfJournal } from '../../harness/paper-of-journal.ts';
import { admin } from '../../harness/reference-counter.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

const recovery = generateRecoveryKey();
const clock = handClock();
const words = { is: 'words', words: wordsOf(recovery).join(' ') } as const;
let office: Office;
let running: ServiceInProcess[] = [];

/** One PC of the counter: its own data folder, and where its second copy goes. */
interface Pc {
  readonly service: ServiceInProcess;
  readonly data: string;
  readonly mirror: string;
}

async function start(name: string, online: 'online' | 'offline', mirror = `mirror-${name}`): Promise<Pc> {
  const data = join(office.folder, `data-${name}`);
  const mirrorFolder = join(office.folder, mirror);
  mkdirSync(data, { recursive: true });
  mkdirSync(mirrorFolder, { recursive: true });
  office.writeConfig({
    dataFolder: data,
    mirrorFolder,
    headEnd: {
      url: online === 'online' ? office.headEnd.url : null,
      healthIntervalMs: 200,
      requestTimeoutMs: 2_000,
      spreadWindowMs: 0,
    },
  });
  const service = await startServiceInProcess(office, { clock, bootId: `boot-${name}` });
  running.push(service);
  return { service, data, mirror: mirrorFolder };
}

async function stop({ service }: Pc): Promise<void> {
  await service.stop();
  running = running.filter((each) => each !== service);
}

async function openDesk({ service }: Pc): Promise<void> {
  await service.ask('setup.addFirstPerson', { uid: newUid(), name: { hi: 'आशा', en: 'Asha' }, ...asha });
  await service.ask('session.signIn', asha);
}

/** The counter of the story, enrolled and open, before anything happens to it. */
async function firstPc(): Promise<Pc> {
  const pc = await start('first', 'online');
  await pc.service.ask('setup.enrol', { code: enrolmentCode });
  await openDesk(pc);
  await pc.service.ask('directory.import', { path: null });
  await pc.service.ask('day.open', { uid: newUid(), businessDate: '2026-11-23' });
  await pc.service.ask('shift.open', { uid: newUid(), float: {} });
  return pc;
}

let cashPaise = 0;
let nextConsumer = 0;

/** Somebody pays: the cash is in a drawer, whatever becomes of the PC. */
async function sell({ service }: Pc, times = 1): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    clock.pass(1_000);
    const wanted = sale(office.consumers[nextConsumer++]?.consumer ?? '');
    await service.ask('recharge.record', wanted);
    cashPaise += wanted.amountPaise;
  }
}

/** Waits until the head end holds all that this PC has, by its own word. */
async function sent({ service }: Pc): Promise<void> {
  await until(async () => (await service.ask('state.get', {})).unsent.count === 0);
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 15_000;
  while (!(await done())) {
    if (performance.now() > endMs) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function restoreOn(name: string, from: Pc, online: 'online' | 'offline', journal = false): Promise<Pc> {
  const pc = await start(name, online);
  const restored = await pc.service.ask('setup.restore', {
    fromMirror: from.mirror,
    fromJournal: journal ? join(from.data, 'journal.db') : null,
    counter: null,
    recoveryKey: words,
  });
  expect(restored).toMatchObject({ counter: 'C02', office: 'PTC', epoch: 2, lost: null });
  expect((await pc.service.ask('state.get', {})).setup).toBe('no-people');
  await openDesk(pc);
  await pc.service.ask('directory.import', { path: office.directoryFile });
  return pc;
}

const creditedPaise = async () =>
  (await headEndLedger(office.headEnd)).reduce((sum, { amountPaise }) => sum + amountPaise, 0);

interface Found {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly found: string;
}

/** What waits for the officer at the head end. */
async function foundMoney(): Promise<readonly Found[]> {
  const listed = await admin(office.headEnd, '/admin/found-money');
  expect(listed.status).toBe(200);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the head end's own list
  return (await listed.json()) as readonly Found[];
}

/** The officer looks at each parked sum and finds the cash: it is credited to whom it was paid for. */
async function settleFound(): Promise<number> {
  const found = await foundMoney();
  for (const { counter, epoch, seq, found: hash } of found) {
    const settlement = { counter, epoch, seq, found: hash, outcome: 'applied' };
    expect((await admin(office.headEnd, '/admin/settlements', settlement)).status).toBe(200);
  }
  return found.length;
}

async function everyRupeeOnce(): Promise<void> {
  await until(async () => (await creditedPaise()) >= cashPaise);
  const ledger = await headEndLedger(office.headEnd);
  expect(await creditedPaise()).toBe(cashPaise);
  expect(new Set(ledger.map(({ uid }) => uid)).size).toBe(ledger.length);
}

beforeEach(async () => {
  cashPaise = 0;
  nextConsumer = 0;
  office = await openOffice({ consumers: 40, recoveryKey: recovery.publicKey });
});

afterEach(async () => {
  for (const service of running) await service.stop();
  running = [];
  await office.close();
});

describe('a spare PC', () => {
  it('goes on without the head end, and sends everything when it answers', async () => {
    const first = await firstPc();
    await sell(first, 3);
    await sent(first);
    await office.headEnd.setFault('down');
    await sell(first, 4);
    await stop(first);
    rmSync(first.data, { recursive: true });

    const spare = await restoreOn('spare', first, 'online');
    await sell(spare, 2);
    const receipts = bodiesOfJournal(spare.data, 'recharge').map(({ receiptNumber }) => receiptNumber);
    expect(receipts.slice(-2)).toEqual(['PTC-C02b-2627-000001', 'PTC-C02b-2627-000002']);
    await office.headEnd.setFault('none');
    await sent(spare);
    await everyRupeeOnce();
    await stop(spare);
    expect(await verifyJournalFile(join(spare.data, 'journal.db'), 'every')).toMatchObject({ ok: true });
  });

  it('ends even after a second copy that lagged: the old PC’s later sales are found money', async () => {
    const first = await firstPc();
    await sell(first, 3);
    await sent(first);
    const lagging = join(office.folder, 'lagging');
    cpSync(first.mirror, lagging, { recursive: true });
    // These are in the journal and at the head end, not in the copy that will be at hand.
    await sell(first, 2);
    await sent(first);
    await office.headEnd.setFault('down');
    // And these are on the old disk alone.
    await sell(first, 2);
    await stop(first);

    const spare = await restoreOn('spare', { ...first, mirror: lagging }, 'online');
    await sell(spare, 3);
    await office.headEnd.setFault('none');
    await sent(spare);
    expect((await spare.service.ask('state.get', {})).headEnd.link).toBe('answering');

    // The old PC comes back: it is told, it sells on, and what it sells is parked.
    const back = await start('first', 'online', 'mirror-back');
    await back.service.ask('session.signIn', asha);
    await until(async () => (await back.service.ask('state.get', {})).headEnd.link === 'fenced');
    await sell(back, 1);
    await sent(back);
    await until(async () => (await foundMoney()).length === 3);
    expect(await settleFound()).toBe(3);
    await everyRupeeOnce();
    // A second visit brings nothing new.
    await stop(back);
    const again = await start('first', 'online', 'mirror-back');
    await until(async () => (await again.service.ask('state.get', {})).headEnd.link === 'fenced');
    await sent(again);
    await everyRupeeOnce();
  });

  it('ends even after a cloned folder: the copy’s sales are found money', async () => {
    const first = await firstPc();
    await sell(first, 2);
    await sent(first);
    await stop(first);
    cpSync(first.data, join(office.folder, 'data-clone'), { recursive: true });

    const original = await start('first', 'online');
    await original.service.ask('session.signIn', asha);
    await sell(original, 3);
    await sent(original);
    const clone = await start('clone', 'online');
    await clone.service.ask('session.signIn', asha);
    await sell(clone, 2);
    await until(async () => (await clone.service.ask('state.get', {})).headEnd.link === 'frozen');
    await sell(original, 1);
    await stop(original);
    rmSync(original.data, { recursive: true });

    const spare = await restoreOn('spare', original, 'online');
    await sell(spare, 1);
    await sent(spare);
    await clone.service.ask('headEnd.sendNow', {});
    await until(async () => (await clone.service.ask('state.get', {})).headEnd.link === 'fenced');
    await until(async () => (await foundMoney()).length === 2);
    expect(await settleFound()).toBe(2);
    await everyRupeeOnce();
  });

  it('ends even after a lost device key: the recovery vouches for what the new key signed', async () => {
    const first = await firstPc();
    await sell(first, 2);
    await sent(first);
    await stop(first);
    rmSync(join(first.data, 'device-key.json'));
    const keyless = await start('first', 'online');
    await keyless.service.ask('session.signIn', asha);
    await sell(keyless, 3);
    await stop(keyless);

    const spare = await restoreOn('spare', keyless, 'online', true);
    await sell(spare, 1);
    await sent(spare);
    expect(await foundMoney()).toEqual([]);
    await everyRupeeOnce();
  });

  it('sells on without key and token, and a fresh code of the officer brings all of it home', async () => {
    const first = await firstPc();
    await sell(first, 2);
    await sent(first);
    await stop(first);
    rmSync(join(first.data, 'device-key.json'));
    const keyless = await start('first', 'online');
    await keyless.service.ask('session.signIn', asha);
    await sell(keyless, 3);
    const again = { code: 'PTC-C02-AGAIN' };
    expect(await keyless.service.call('setup.enrol', again)).toMatchObject({
      error: { code: 'ENROLMENT_CODE_WRONG' },
    });
    const names = { officeNameHi: 'प', officeNameEn: 'P', companyHi: 'क', companyEn: 'C' };
    const offered = await admin(office.headEnd, '/admin/codes', {
      ...again,
      counter: 'C02',
      office: 'PTC',
      ...names,
    });
    expect(offered.status).toBe(200);
    expect(await keyless.service.ask('setup.enrol', again)).toEqual({ counter: 'C02', office: 'PTC' });
    await sent(keyless);
    await everyRupeeOnce();
  });

  it('gets its token again from a head end that was restored from an older backup', async () => {
    const first = await firstPc();
    await sell(first, 2);
    await sent(first);
    expect((await admin(office.headEnd, '/admin/backup', {})).status).toBe(200);
    await stop(first);
    const spare = await restoreOn('spare', first, 'online');
    await sell(spare, 2);
    await sent(spare);
    expect((await admin(office.headEnd, '/admin/restore', {})).status).toBe(200);
    await sell(spare, 1);
    await everyRupeeOnce();
  });

  it('is refused over a journal, with a wrong key, and where nothing is found', async () => {
    const first = await firstPc();
    const ask = { fromMirror: first.mirror, fromJournal: null, counter: null, recoveryKey: words };
    expect(await first.service.call('setup.restore', ask)).toMatchObject({
      error: { code: 'ALREADY_ENROLLED' },
    });
    await stop(first);
    const spare = await start('spare', 'offline');
    const other = { is: 'words', words: wordsOf(generateRecoveryKey()).join(' ') } as const;
    const refusals = [
      [{ ...ask, recoveryKey: other }, 'RECOVERY_KEY_WRONG'],
      [{ ...ask, recoveryKey: { is: 'words', words: 'abandon' } as const }, 'RECOVERY_KEY_UNREADABLE'],
      [{ ...ask, recoveryKey: { is: 'file', path: '/no/file' } as const }, 'RECOVERY_KEY_UNREADABLE'],
      [{ ...ask, fromMirror: spare.data }, 'RESTORE_NOTHING_FOUND'],
      [{ ...ask, fromMirror: null }, 'RESTORE_NOTHING_FOUND'],
      [{ ...ask, fromMirror: join(spare.data, 'no-folder') }, 'RESTORE_NOTHING_FOUND'],
      [{ ...ask, counter: 'C09' }, 'RESTORE_COUNTER_UNCLEAR'],
    ] as const;
    for (const [input, code] of refusals) {
      expect(await spare.service.call('setup.restore', input), code).toMatchObject({ error: { code } });
    }
    expect(existsSync(join(spare.data, 'journal.db'))).toBe(false);
    expect((await spare.service.ask('state.get', {})).restore).toBeNull();
  });
});
