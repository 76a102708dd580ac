import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { asha, meena, newUid, ravi, sale } from '../../harness/counter-day.ts';
import { enrolmentCode, openOffice, type Office } from '../../harness/office.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
let office: Office;
let service: ServiceInProcess;
let consumer = '';

beforeEach(async () => {
  office = await openOffice({ consumers: 3 });
  consumer = office.consumers[0]?.consumer ?? '';
  service = await startServiceInProcess(office);
  await service.ask('setup.enrol', { code: enrolmentCode });
  const name = { hi: 'आशा', en: 'Asha' };
  await service.ask('setup.addFirstPerson', { uid: newUid(), name, ...asha });
  await service.ask('session.signIn', asha);
  await service.ask('people.add', { uid: newUid(), name, role: 'officer', ...meena });
  await service.ask('people.add', { uid: newUid(), name, role: 'cashier', ...ravi });
  await service.ask('directory.import', { path: null });
  await service.ask('day.open', { uid: newUid(), businessDate: '2026-11-23' });
  await service.ask('session.signIn', ravi);
  await service.ask('shift.open', { uid: newUid(), float: { '10000': 5 } });
});

afterEach(async () => {
  await service.stop();
  await office.close();
});

const confirm = (changes: Partial<{ uid: string; shownAt: number; person: string; pin: string }> = {}) =>
  service.call('clock.confirm', {
    uid: changes.uid ?? newUid(),
    shownAt: changes.shownAt ?? service.clock.wallMs(),
    approver: { person: changes.person ?? 'asha', pin: changes.pin ?? asha.pin },
  });

describe('a clock that jumped', () => {
  it.each([
    ['an hour back', -hourMs],
    ['a day forward', dayMs],
  ])('%s holds a sale until one supervisor confirms, and selling goes on', async (_what, jumpMs) => {
    const wanted = sale(consumer);
    service.clock.jump(jumpMs);
    const refused = await service.call('recharge.record', wanted);
    expect(refused).toMatchObject({ ok: false, error: { code: 'CLOCK_BEHIND', retry: 'after-fix' } });
    expect((await service.ask('state.get', {})).clock).toBe('to-confirm');

    expect(await confirm({ person: 'ravi', pin: ravi.pin })).toMatchObject({
      error: { code: 'APPROVER_NOT_PERMITTED' },
    });
    expect(await confirm({ pin: '0000' })).toMatchObject({ error: { code: 'PIN_WRONG' } });
    const stale = service.clock.wallMs() - limits.clockBackwardToleranceMs - 1;
    expect(await confirm({ shownAt: stale })).toMatchObject({ error: { code: 'CLOCK_BEHIND' } });
    expect((await service.ask('state.get', {})).clock).toBe('to-confirm');

    const uid = newUid();
    expect(await confirm({ uid })).toMatchObject({ ok: true, value: { at: service.clock.wallMs() } });
    expect(await confirm({ uid })).toMatchObject({ ok: true });
    expect((await service.ask('state.get', {})).clock).toBe('trusted');
    const sold = await service.ask('recharge.record', wanted);
    expect(sold.takenAt).toBe(service.clock.wallMs());
    // The day that is open keeps its date, whatever the clock says.
    expect(sold.businessDate).toBe('2026-11-23');
  });

  it('that is right again asks again, and asks nobody while it is in no doubt', async () => {
    const before = (await service.ask('recharge.record', sale(consumer))).seq;
    expect(await confirm()).toMatchObject({ ok: true });
    const next = await service.ask(
      'recharge.record',
      sale(consumer, { amountPaise: 600_00, tenderedPaise: 600_00 }),
    );
    expect(next.seq).toBe(before + 1);
    service.clock.jump(dayMs);
    expect(await confirm()).toMatchObject({ ok: true });
    service.clock.jump(-dayMs);
    expect((await service.ask('state.get', {})).clock).toBe('to-confirm');
    expect(await confirm({ person: 'meena', pin: meena.pin })).toMatchObject({ ok: true });
    expect((await service.ask('state.get', {})).clock).toBe('trusted');
  });
});

describe('a day', () => {
  it('carried past midnight keeps its date; the cap of a consumer counts the day of taking', async () => {
    const most = (rupees: number) =>
      sale(consumer, {
        amountPaise: rupees * 100,
        tenderedPaise: rupees * 100,
        approvals: [{ guard: 'above-cash-cap', approver: 'asha', pin: asha.pin }],
      });
    const evening = await service.ask('recharge.record', most(1_99_999));
    const over = await service.call(
      'recharge.record',
      sale(consumer, { amountPaise: 1_00, tenderedPaise: 1_00 }),
    );
    expect(over).toMatchObject({ error: { code: 'CASH_CAP_OF_DAY', retry: 'never' } });
    service.clock.pass(dayMs);
    const morning = await service.ask('recharge.record', most(1_99_999));
    expect([evening.businessDate, morning.businessDate]).toEqual(['2026-11-23', '2026-11-23']);
    expect(morning.takenAt - evening.takenAt).toBe(dayMs);
    const past = await service.call('recharge.record', most(2_00_000));
    expect(past).toMatchObject({ error: { code: 'CASH_CAP_OF_DAY' } });
  });

  it('opened again under its uid is the same day, and no other date', async () => {
    const uid = newUid();
    service.clock.pass(dayMs);
    const counted = { '10000': 5 };
    await service.ask('shift.close', { uid: newUid(), counted, differenceReason: null, approver: null });
    await service.ask('session.signIn', asha);
    await service.ask('day.close', { uid: newUid() });
    const opened = await service.ask('day.open', { uid, businessDate: '2026-11-24' });
    expect(await service.ask('day.open', { uid, businessDate: '2026-11-24' })).toEqual(opened);
    const other = await service.call('day.open', { uid, businessDate: '2026-11-25' });
    expect(other).toMatchObject({ error: { code: 'RECHARGE_CHANGED' } });
  });
});
