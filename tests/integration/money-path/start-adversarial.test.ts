import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areOnOneDevice } from '../../../electron/service/same-device.ts';
import { generateDeviceKey } from '../../../db/crypto.ts';
import { asha, newUid, sale } from '../../harness/counter-day.ts';
import { enrolmentCode, openOffice, type Office } from '../../harness/office.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

let office: Office;
let service: ServiceInProcess;

beforeEach(async () => {
  office = await openOffice({ consumers: 3 });
  service = await startServiceInProcess(office);
  await service.ask('setup.enrol', { code: enrolmentCode });
  const name = { hi: 'आशा', en: 'Asha' };
  await service.ask('setup.addFirstPerson', { uid: newUid(), name, ...asha });
  await service.ask('session.signIn', asha);
  await service.ask('directory.import', { path: null });
  await service.ask('day.open', { uid: newUid(), businessDate: '2026-11-23' });
  await service.ask('shift.open', { uid: newUid(), float: {} });
  await service.stop();
});

afterEach(async () => {
  await service.stop();
  await office.close();
});

const keyFile = () => join(office.dataFolder, 'device-key.json');

/** The file as it stands when a start made a new key and ended before its entry was written. */
function newKeyWithoutEntry(): void {
  const { secret: deviceSecret } = generateDeviceKey();
  const kept = { v: 1, store: 'file', text: JSON.stringify({ deviceSecret, enrolment: null }) };
  const before: unknown = JSON.parse(readFileSync(keyFile(), 'utf8'));
  expect(before).toMatchObject({ v: 1, store: 'file' });
  writeFileSync(keyFile(), JSON.stringify(kept));
}

describe('a device key', () => {
  it.each([
    ['that cannot be read', () => writeFileSync(keyFile(), 'rubbish')],
    ['that is new and not yet on record', newKeyWithoutEntry],
  ])('%s: the counter sells on with a new one, twice started', async (_what, spoil) => {
    spoil();
    for (const [index, consumer] of office.consumers.slice(0, 2).entries()) {
      service = await startServiceInProcess(office, { clock: service.clock });
      await service.ask('session.signIn', asha);
      const { receiptNumber } = await service.ask('recharge.record', sale(consumer.consumer));
      expect(receiptNumber).toBe(`PTC-C02-2627-00000${index + 1}`);
      await service.stop();
    }
  });
});

describe('a second copy on the journal’s own device', () => {
  it('is put on record at every start; none at all, or a missing one, is not', async () => {
    const warned = () => service.logged.some((line) => line.includes('on the same device'));
    service = await startServiceInProcess(office, { clock: service.clock });
    expect(warned()).toBe(true);
    await service.stop();
    office.writeConfig({ mirrorFolder: null });
    service = await startServiceInProcess(office, { clock: service.clock });
    expect(warned()).toBe(false);
    expect(areOnOneDevice(office.dataFolder, join(office.folder, 'nowhere'))).toBe(false);
    expect(areOnOneDevice(office.dataFolder, '/proc')).toBe(false);
  });
});
