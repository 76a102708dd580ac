import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  afterWrongPin,
  noTries,
  pinFault,
  triesAfterRestart,
  waitMs,
} from '../../../counter/people/pin-rules.ts';
import { limits } from '../../../counter/limits.ts';
import { asha, newUid } from '../../harness/counter-day.ts';
import { handClock } from '../../harness/journal.ts';
import { enrolmentCode, openOffice, type Office } from '../../harness/office.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

let office: Office;
let service: ServiceInProcess;
const clock = handClock();

beforeAll(async () => {
  office = await openOffice({ consumers: 2 });
  service = await startServiceInProcess(office, { clock });
  await service.ask('setup.enrol', { code: enrolmentCode });
  const name = { hi: 'आशा', en: 'Asha' };
  await service.ask('setup.addFirstPerson', { uid: newUid(), name, ...asha });
});

afterAll(async () => {
  await service.stop();
  await office.close();
});

const signIn = (pin: string) => service.call('session.signIn', { person: 'asha', pin });

async function restart(): Promise<void> {
  await service.stop();
  service = await startServiceInProcess(office, { clock });
}

describe('wrong PINs', () => {
  it('are counted across restarts: ending the program gives no fresh tries', async () => {
    for (let wrong = 1; wrong < limits.pinTriesMax; wrong += 1) {
      const left = limits.pinTriesMax - wrong;
      expect(await signIn('0000')).toMatchObject({ error: { code: 'PIN_WRONG', params: { left } } });
      await restart();
    }
    expect(await signIn('0000')).toMatchObject({ error: { code: 'PIN_LOCKED' } });
    await restart();
    expect(await signIn(asha.pin)).toMatchObject({ error: { code: 'PIN_LOCKED' } });
    clock.pass(limits.pinLockMsFirst - 1);
    expect(await signIn(asha.pin)).toMatchObject({ error: { code: 'PIN_LOCKED' } });
    clock.pass(1);
    await restart();
    expect(await signIn(asha.pin)).toMatchObject({ ok: true });
    await restart();
    expect(await signIn('0000')).toMatchObject({
      error: { code: 'PIN_WRONG', params: { left: limits.pinTriesMax - 1 } },
    });
  });

  it('wait in full where the clock went back, and never longer than the bound', () => {
    const locked = triesAfterRestart({ wrong: 5, atMs: 1_000_000 }, { wallMs: 0, monotonicMs: 7 });
    expect(waitMs(locked, 7)).toBe(limits.pinLockMsFirst);
    const worst = triesAfterRestart({ wrong: 1_000, atMs: 0 }, { wallMs: 0, monotonicMs: 0 });
    expect(waitMs(worst, 0)).toBe(limits.pinLockMsMax);
    expect(waitMs(afterWrongPin(noTries, 0), 0)).toBe(0);
  });
});

describe('a PIN', () => {
  it('has the digits that the bounds say, and not one less or more', () => {
    const digits = '7391846250';
    expect(pinFault(digits.slice(0, limits.pinDigitsMin))).toBeNull();
    expect(pinFault(digits.slice(0, limits.pinDigitsMin - 1))).toBe('too-short');
    expect(pinFault(digits.slice(0, limits.pinDigitsMax))).toBeNull();
    expect(pinFault(digits.slice(0, limits.pinDigitsMax + 1))).toBe('too-long');
  });
});
