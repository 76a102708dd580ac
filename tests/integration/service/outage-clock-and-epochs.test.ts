import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CounterState } from '../../../electron/contract/view-schemas.ts';
import { wordsOf } from '../../../electron/service/recovery-words.ts';
import { generateRecoveryKey } from '../../../db/recovery-key.ts';
import { asha, newUid, sale } from '../../harness/counter-day.ts';
import { handClock, type HandClock } from '../../harness/journal.ts';
import { enrolmentCode, openOffice, type Office } from '../../harness/office.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

const hour = 3_600_000;
const recovery = generateRecoveryKey();
let clock: HandClock;
let office: Office;
let service: ServiceInProcess;
let sold: number;
/** A blocked account would be refused. */
let consumers: readonly string[];

beforeEach(async () => {
  clock = handClock();
  sold = 0;
  office = await openOffice({ consumers: 40, recoveryKey: recovery.publicKey });
  const active = office.consumers.filter(({ status }) => status === 'active');
  consumers = active.map(({ consumer }) => consumer);
});
afterEach(async () => {
  await service.stop();
  await office.close();
});

async function startPc(name: string): Promise<{ readonly mirror: string }> {
  const dataFolder = join(office.folder, `data-${name}`);
  const mirrorFolder = join(office.folder, `mirror-${name}`);
  for (const folder of [dataFolder, mirrorFolder]) mkdirSync(folder, { recursive: true });
  const outage = { proposeAfterMs: 300, closeAfterMs: 10 * 60_000 };
  office.writeConfig({ dataFolder, mirrorFolder, outage });
  service = await startServiceInProcess(office, { clock, bootId: `boot-${name}` });
  return { mirror: mirrorFolder };
}

async function until(what: string, holds: (state: CounterState) => boolean): Promise<CounterState> {
  const endMs = performance.now() + 15_000;
  for (;;) {
    const state = await service.ask('state.get', {});
    if (holds(state)) return state;
    if (performance.now() > endMs) throw new Error(`it did not come to ${what}: ${JSON.stringify(state)}`);
    await delay(20);
    // The head end is asked by this clock, which stands still otherwise.
    clock.pass(20);
  }
}

async function sell(times: number): Promise<void> {
  for (const end = sold + times; sold < end; sold += 1) {
    clock.pass(1_000);
    await service.ask('recharge.record', sale(consumers[sold] ?? ''));
  }
}

async function signInFirst(): Promise<void> {
  await service.ask('setup.addFirstPerson', { uid: newUid(), name: { hi: 'आशा', en: 'Asha' }, ...asha });
  await service.ask('session.signIn', asha);
}

async function openDay(businessDate: string): Promise<void> {
  await service.ask('day.open', { uid: newUid(), businessDate });
  await service.ask('shift.open', { uid: newUid(), float: {} });
}

async function closeDay(recharges: number): Promise<void> {
  const counted = { '50000': recharges };
  await service.ask('shift.close', { uid: newUid(), counted, differenceReason: null, approver: null });
  await service.ask('day.close', { uid: newUid() });
}

async function confirmClock(): Promise<void> {
  await service.ask('clock.confirm', { uid: newUid(), shownAt: clock.wallMs(), approver: asha });
}

describe('an outage that sees everything', () => {
  it('goes through a day close, a dead PC and a clock that was wrong, and every receipt is counted once', async () => {
    const first = await startPc('first');
    await service.ask('setup.enrol', { code: enrolmentCode });
    await signInFirst();
    await service.ask('directory.import', { path: null });
    await openDay('2026-11-23');
    await until('the head end', ({ headEnd }) => headEnd.link === 'answering');
    await sell(1);
    await until('the upload', ({ unsent }) => unsent.count === 0);
    // Heard again later than that sale, so that the outage begins after it.
    const soldAt = clock.wallMs();
    await until('a later answer', ({ now }) => now > soldAt + 1_000);

    await office.headEnd.setFault('down');
    await until('the silence', ({ headEnd }) => headEnd.link === 'not-answering');
    clock.pass(400);
    const { outageProposal } = await until('the proposal', (now) => now.outageProposal?.kind === 'due');
    const { name = '', since = 0 } = outageProposal ?? {};
    expect(name).toBe('BR-2026-11-23');
    const uid = newUid();
    await service.ask('outage.open', { uid, name, since, cause: 'server' });
    await sell(3);
    await closeDay(4);
    clock.pass(24 * hour);
    await openDay('2026-11-24');
    await sell(2);
    await service.stop();

    await startPc('spare');
    const recoveryKey = { is: 'words', words: wordsOf(recovery).join(' ') } as const;
    await service.ask('setup.restore', {
      fromMirror: first.mirror,
      fromJournal: null,
      counter: null,
      recoveryKey,
    });
    await signInFirst();
    await service.ask('directory.import', { path: office.directoryFile });
    expect(await service.ask('state.get', {})).toMatchObject({
      outage: { uid, name, since },
      outageProposal: null,
    });
    await sell(2);

    // Back before the outage began: what is sold now is of the outage all the same.
    clock.jump(-30 * hour);
    expect(await service.call('outage.close', { uid: newUid() })).toMatchObject({
      error: { code: 'OUTAGE_HEAD_END_AWAY' },
    });
    await confirmClock();
    await sell(1);
    expect((await service.ask('recharge.recent', { limit: 1 })).recharges).toMatchObject([{ outage: name }]);
    expect(clock.wallMs()).toBeLessThan(since);
    clock.jump(30 * hour);
    await confirmClock();

    await office.headEnd.setFault('none');
    await until('the upload', ({ headEnd, unsent }) => headEnd.link === 'answering' && unsent.count === 0);
    expect(await service.call('outage.close', { uid: newUid() })).toMatchObject({
      error: { code: 'OUTAGE_HEAD_END_AWAY', params: { minutes: 10 } },
    });
    clock.pass(10 * 60_000);
    await service.ask('outage.close', { uid: newUid() });

    const report = await service.ask('outage.report', { outage: uid });
    const confirmed = (count: number) => ({ count, sumPaise: count * 500_00 });
    expect(report.days).toMatchObject([
      {
        businessDate: '2026-11-23',
        counter: 'C02',
        recharges: 3,
        confirmed: confirmed(3),
        firstReceipt: 'PTC-C02-2627-000002',
        lastReceipt: 'PTC-C02-2627-000004',
        unsentAtWorst: 3,
      },
      { businessDate: '2026-11-24', counter: 'C02', recharges: 2, confirmed: confirmed(2) },
      {
        businessDate: '2026-11-24',
        counter: 'C02b',
        recharges: 3,
        confirmed: confirmed(3),
        firstReceipt: 'PTC-C02b-2627-000001',
      },
    ]);
    expect(report).toMatchObject({
      name,
      since,
      cause: 'server',
      opened: { person: { en: 'Asha' } },
      closed: { person: { en: 'Asha' } },
      total: { recharges: 8, takingsPaise: 4_000_00, confirmed: confirmed(8), unsentAtWorst: 8 },
    });
    for (const day of report.days) expect(day.uploadedAt).not.toBeNull();
    const { outages } = await service.ask('outage.list', {});
    expect(outages).toMatchObject([{ uid, name, since }]);
    expect(outages[0]?.closedAt).not.toBeNull();
  });
});
