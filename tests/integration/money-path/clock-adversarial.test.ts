import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { asha, meena, newUid, ravi, sale } from '../../harness/counter-day.ts';
import { enrolmentCode, openOffice, type Office } from '../../harness/office.ts';
import { bodiesOfJournal } from '../../harness/paper-of-journal.ts';
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
    ['an hour back', -hourMs, 'CLOCK_BEHIND', 'behind'],
    ['a day forward', dayMs, 'CLOCK_JUMPED', 'jumped'],
  ])(
    '%s holds a sale until one supervisor confirms, and selling goes on',
    async (_what, jumpMs, code, doubt) => {
      const wanted = sale(consumer);
      service.clock.jump(jumpMs);
      const refused = await service.call('recharge.record', wanted);
      expect(refused).toMatchObject({ ok: false, error: { code, retry: 'after-fix' } });
      expect((await service.ask('state.get', {})).clock).toBe(doubt);

      expect(await confirm({ person: 'ravi', pin: ravi.pin })).toMatchObject({
        error: { code: 'APPROVER_NOT_PERMITTED' },
      });
      expect(await confirm({ pin: '0000' })).toMatchObject({ error: { code: 'PIN_WRONG' } });
      const stale = service.clock.wallMs() - limits.clockBackwardToleranceMs - 1;
      expect(await confirm({ shownAt: stale })).toMatchObject({ error: { code: 'CLOCK_JUMPED' } });
      expect((await service.ask('state.get', {})).clock).toBe(doubt);

      const uid = newUid();
      expect(await confirm({ uid })).toMatchObject({ ok: true, value: { at: service.clock.wallMs() } });
      expect(await confirm({ uid })).toMatchObject({ ok: true });
      expect((await service.ask('state.get', {})).clock).toBe('trusted');
      const sold = await service.ask('recharge.record', wanted);
      expect(sold.takenAt).toBe(service.clock.wallMs());
      // The day that is open keeps its date, whatever the clock says.
      expect(sold.businessDate).toBe('2026-11-23');
    },
  );

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
    expect((await service.ask('state.get', {})).clock).toBe('behind');
    expect(await confirm({ person: 'meena', pin: meena.pin })).toMatchObject({ ok: true });
    expect((await service.ask('state.get', {})).clock).toBe('trusted');
  });
});

describe('a clock that is off the head end’s time', () => {
  const standing = async () => (await service.ask('state.get', {})).clock;
  const answering = async (): Promise<void> => {
    await expect.poll(async () => (await service.ask('state.get', {})).headEnd.link).toBe('answering');
  };
  /** Another start of the machine, so that only the head end knows that the clock is wrong. */
  const startAgain = async (jumpMs: number): Promise<void> => {
    const { clock } = service;
    await service.stop();
    clock.jump(jumpMs);
    service = await startServiceInProcess(office, { clock, bootId: `boot-${clock.wallMs()}` });
    await service.ask('session.signIn', ravi);
  };
  const five = limits.clockSkewMs;

  it('by more than five minutes asks one supervisor, keeps the difference, and asks no more', async () => {
    await startAgain(five + 60_000);
    await answering();
    await expect.poll(standing).toBe('off-head-end');
    const wanted = sale(consumer);
    expect(await service.call('recharge.record', wanted)).toMatchObject({
      error: { code: 'CLOCK_OFF_HEAD_END', retry: 'after-fix' },
    });
    expect(await confirm()).toMatchObject({ ok: true });
    expect(await standing()).toBe('trusted');
    expect((await service.ask('recharge.record', wanted)).businessDate).toBe('2026-11-23');

    // Confirmed, also after the next start; and again when it moves by as much again.
    await startAgain(0);
    await answering();
    expect(await standing()).toBe('trusted');
    await startAgain(five + 60_000);
    await answering();
    await expect.poll(standing).toBe('off-head-end');
    expect(await confirm()).toMatchObject({ ok: true });
    const moved = bodiesOfJournal(office.dataFolder, 'clock moved').map((body) =>
      Number(body['headEndOffMs']),
    );
    expect(moved.map((ms) => Math.round(ms / 60_000))).toEqual([6, 12]);
  });

  it('by less asks nobody, and nor does one that no head end has spoken of', async () => {
    await startAgain(five - 60_000);
    await answering();
    expect(await standing()).toBe('trusted');
    await service.ask('recharge.record', sale(consumer));
    await office.headEnd.stop();
    await startAgain(dayMs);
    expect(await standing()).toBe('trusted');
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

  it('keeps its date under an open shift while time zones change and the clock moves over midnight', async () => {
    const zone = process.env['TZ'];
    const dates: string[] = [];
    const sell = async (index: number): Promise<void> => {
      const wanted = sale(consumer, { amountPaise: (100 + index) * 100, tenderedPaise: 500_00 });
      const sold = await service.ask('recharge.record', wanted);
      dates.push(sold.businessDate);
      expect(sold.takenAt).toBe(service.clock.wallMs());
    };
    try {
      for (const [index, name] of ['America/New_York', 'Pacific/Kiritimati', 'Asia/Kolkata'].entries()) {
        process.env['TZ'] = name;
        await sell(index);
      }
      // Through the hour that New York has twice, and the one that Berlin has not.
      for (const [index, [name, wall]] of (
        [
          ['America/New_York', '2026-11-01T05:59:00Z'],
          ['America/New_York', '2026-11-01T06:01:00Z'],
          ['Europe/Berlin', '2027-03-28T00:59:00Z'],
          ['Europe/Berlin', '2027-03-28T01:01:00Z'],
        ] as const
      ).entries()) {
        process.env['TZ'] = name;
        service.clock.jump(Date.parse(wall) - service.clock.wallMs());
        // Two minutes that pass by the wall alone are no jump; months are.
        const asks = (await service.ask('state.get', {})).clock !== 'trusted';
        expect(asks).toBe(index % 2 === 0);
        if (asks) expect(await confirm()).toMatchObject({ ok: true });
        await sell(10 + index);
      }
      service.clock.jump(dayMs);
      expect(await confirm()).toMatchObject({ ok: true });
      await sell(20);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
    expect(new Set(dates)).toEqual(new Set(['2026-11-23']));
    expect(dates).toHaveLength(8);
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
