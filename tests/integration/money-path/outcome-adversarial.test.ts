import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JournalFaults } from '../../../db/test-points.ts';
import { asha, meena, newUid, ravi, sale } from '../../harness/counter-day.ts';
import { enrolmentCode, openOffice, type Office } from '../../harness/office.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

const hand = vi.hoisted(() => ({ faults: {} as JournalFaults }));
vi.mock(import('../../../electron/service/journal-options.ts'), async (original) => {
  const { journalOptions } = await original();
  return {
    journalOptions: (...given: Parameters<typeof journalOptions>) => ({
      ...journalOptions(...given),
      faults: hand.faults,
    }),
  };
});

let office: Office;
let service: ServiceInProcess;

beforeEach(async () => {
  hand.faults = {};
  office = await openOffice({ consumers: 5 });
  service = await startServiceInProcess(office);
  await service.ask('setup.enrol', { code: enrolmentCode });
  const name = { hi: 'आशा', en: 'Asha' };
  await service.ask('setup.addFirstPerson', { uid: newUid(), name, ...asha });
  await service.ask('session.signIn', asha);
  await service.ask('people.add', { uid: newUid(), name, role: 'officer', ...meena });
  await service.ask('people.add', { uid: newUid(), name, role: 'cashier', ...ravi });
  await service.ask('directory.import', { path: null });
  await service.ask('day.open', { uid: newUid(), businessDate: '2026-11-23' });
  await service.ask('shift.open', { uid: newUid(), float: { '10000': 5 } });
});

afterEach(async () => {
  hand.faults = {};
  await service.stop();
  await office.close();
});

const ioError = () => Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });

/** The fault object is read at each use, so a test may change it while the counter runs. */
function fail(faults: JournalFaults): void {
  Object.assign(hand.faults, faults);
}

describe('an outcome', () => {
  it('that is not yet there is never told as "not recorded"', async () => {
    const approvals = [{ guard: 'unknown-consumer' as const, approver: 'meena', pin: meena.pin }];
    const wanted = sale('999888777', { approvals });
    const recording = service.call('recharge.record', wanted);
    const asked = service.call('recharge.find', { uid: wanted.uid });
    const [recorded, found] = await Promise.all([recording, asked]);
    expect(recorded).toMatchObject({ ok: true });
    expect(found).toMatchObject({ ok: true, value: { recharge: { uid: wanted.uid } } });
  });

  it('of a commit that said it failed and stands is the recharge itself', async () => {
    const wanted = sale(office.consumers[0]?.consumer ?? '');
    fail({
      commit: (commit) => {
        commit();
        fail({ commit: (again) => again() });
        throw ioError();
      },
    });
    expect(await service.call('recharge.record', wanted)).toMatchObject({ ok: true });
    const { recharges } = await service.ask('recharge.recent', { limit: 9 });
    expect(recharges.map(({ uid }) => uid)).toEqual([wanted.uid]);
  });

  it('that nobody knows is unknown until the journal was opened anew, then found by its id', async () => {
    const wanted = sale(office.consumers[0]?.consumer ?? '');
    await service.stop();
    office.writeConfig({ headEnd: { url: null } });
    service = await startServiceInProcess(office, { clock: service.clock });
    await service.ask('session.signIn', asha);
    fail({
      commit: (commit) => {
        commit();
        throw ioError();
      },
      reopen: () => {
        throw ioError();
      },
    });
    const first = await service.call('recharge.record', wanted);
    expect(first).toMatchObject({ ok: false, error: { code: 'OUTCOME_UNKNOWN', retry: 'same-id' } });
    for (const reply of [
      await service.call('recharge.record', wanted),
      await service.call('recharge.find', { uid: wanted.uid }),
    ]) {
      expect(reply).toMatchObject({ ok: false, error: { retry: 'same-id' } });
    }
    // The screens are told why nothing goes on.
    const state = await service.ask('state.get', {});
    expect(state.selling).toEqual({ state: 'locked', reason: 'JOURNAL_STOPPED' });
    await vi.waitFor(() => expect(service.restarts()).toBe(1));

    await service.stop();
    hand.faults = {};
    service = await startServiceInProcess(office, { clock: service.clock });
    await service.ask('session.signIn', asha);
    const { recharge } = await service.ask('recharge.find', { uid: wanted.uid });
    expect(recharge?.uid).toBe(wanted.uid);
    expect((await service.ask('recharge.record', wanted)).receiptNumber).toBe(recharge?.receiptNumber);
  });

  it('of an entry on disk is never an internal fault, whatever breaks behind the commit', async () => {
    const wanted = sale(office.consumers[0]?.consumer ?? '');
    fail({
      crashPoint: (point) => {
        if (point === 'after-mirror') throw new Error('a bug behind the commit');
      },
    });
    const first = await service.call('recharge.record', wanted);
    expect(first).toMatchObject({ ok: false, error: { code: 'OUTCOME_UNKNOWN', retry: 'same-id' } });
    fail({ crashPoint: () => undefined });
    const again = await service.ask('recharge.record', wanted);
    expect(again.uid).toBe(wanted.uid);
    // Its paper was left without anybody who drives it: the second arrival sees to that.
    await vi.waitFor(() => {
      const prints = service.printer.posted.filter(({ type }) => type === 'print');
      expect(prints).toHaveLength(1);
    });
  });
});

describe('two calls at once', () => {
  it('with one uid make one entry and give one answer', async () => {
    const wanted = sale(office.consumers[0]?.consumer ?? '');
    const replies = await Promise.all([1, 2, 3].map(() => service.call('recharge.record', wanted)));
    const numbers = replies.map((reply) => (reply.ok ? reply.value.receiptNumber : reply.error.code));
    expect(new Set(numbers).size).toBe(1);
    const { recharges } = await service.ask('recharge.recent', { limit: 9 });
    expect(recharges).toHaveLength(1);
  });

  it('with one uid and two amounts: the first stands, the second is told so', async () => {
    const wanted = sale(office.consumers[0]?.consumer ?? '');
    const other = { ...wanted, amountPaise: 600_00, tenderedPaise: 600_00 };
    const [first, second] = await Promise.all([
      service.call('recharge.record', wanted),
      service.call('recharge.record', other),
    ]);
    expect(first).toMatchObject({ ok: true, value: { amountPaise: 500_00 } });
    expect(second).toMatchObject({ ok: false, error: { code: 'RECHARGE_CHANGED' } });
  });

  it('a sale and the close of its shift: the sale is in the close or it is refused', async () => {
    const wanted = sale(office.consumers[0]?.consumer ?? '');
    const close = (count: number) =>
      service.call('shift.close', {
        uid: newUid(),
        counted: { '10000': count },
        differenceReason: null,
        approver: null,
      });
    const [sold, closed] = await Promise.all([service.call('recharge.record', wanted), close(10)]);
    expect(sold.ok).toBe(true);
    expect(closed).toMatchObject({ ok: true, value: { recharges: 1, takingsPaise: 500_00 } });
    const late = await service.call('recharge.record', sale(office.consumers[1]?.consumer ?? ''));
    expect(late).toMatchObject({ ok: false, error: { code: 'SHIFT_NOT_OPEN', retry: 'after-fix' } });
    // What was recorded before the close is still answered by its id.
    expect(await service.call('recharge.record', wanted)).toMatchObject({ ok: true });
  });

  it('a change of hands: the act is judged by who sits there when its turn comes', async () => {
    const person = { uid: newUid(), person: 'thief', name: { hi: 'च', en: 'T' }, pin: '8264' };
    const [, added] = await Promise.all([
      service.call('session.signIn', ravi),
      service.call('people.add', { ...person, role: 'head-cashier' }),
    ]);
    expect(added).toMatchObject({ ok: false, error: { code: 'NOT_PERMITTED' } });
  });
});
