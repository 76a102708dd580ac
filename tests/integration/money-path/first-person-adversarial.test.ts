import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JournalFaults } from '../../../db/test-points.ts';
import { asha, meena, newUid } from '../../harness/counter-day.ts';
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
const name = { hi: 'आशा', en: 'Asha' };

beforeEach(async () => {
  office = await openOffice({ consumers: 2 });
  service = await startServiceInProcess(office);
  await service.ask('setup.enrol', { code: enrolmentCode });
  // The process ends between the person's entry and the PIN.
  Object.assign(hand.faults, {
    crashPoint: (point: string) => {
      if (point === 'after-mirror') throw new Error('the end of the process');
    },
  });
  await service.call('setup.addFirstPerson', { uid: newUid(), name, ...asha });
  Object.assign(hand.faults, { crashPoint: () => undefined });
  await service.stop();
  service = await startServiceInProcess(office);
});

afterEach(async () => {
  await service.stop();
  await office.close();
});

describe('a first person without a PIN', () => {
  it('is asked for again, and then the door is shut', async () => {
    expect((await service.ask('state.get', {})).setup).toBe('no-people');
    // The window that knew the uid is gone: this is a new form.
    await service.ask('setup.addFirstPerson', { uid: newUid(), name, ...asha });
    expect(await service.call('session.signIn', asha)).toMatchObject({ ok: true });
    expect((await service.ask('state.get', {})).setup).toBe('ready');
    const second = await service.call('setup.addFirstPerson', { uid: newUid(), name, ...meena });
    expect(second).toMatchObject({ error: { code: 'NOT_PERMITTED' } });
  });

  it('keeps nobody else from being the first', async () => {
    await service.ask('setup.addFirstPerson', { uid: newUid(), name, ...meena });
    expect(await service.call('session.signIn', meena)).toMatchObject({ ok: true });
    const again = await service.call('setup.addFirstPerson', { uid: newUid(), name, ...asha });
    expect(again).toMatchObject({ error: { code: 'NOT_PERMITTED' } });
  });
});
