import { answerDoubts, askForCopy, type CashierPorts, insist, sell } from './cashier.ts';
import { workTheDesk } from './desk-acts.ts';
import { closeDay, closeShift, openDay, openShift } from './service-acts.ts';

const floatPieces = { '10000': 5, '50000': 1 };
const floatPaise = 1_000_00;

/** One working day of the person at the counter, from the switch to the vault. */
export async function workDay(ports: CashierPorts): Promise<void> {
  const { pc, random, swarm, time } = ports;
  pc.switchOn();
  await insist(ports, 'opens the day', (service, uid) => openDay(service.acts, uid), ['DAY_ALREADY_OPEN']);
  const opened = await insist(
    ports,
    'opens the shift',
    (service, uid) => openShift(service.acts, uid, floatPieces),
    ['SHIFT_ALREADY_OPEN'],
  );
  if (opened === 'done') ports.drawer.paise += floatPaise;
  for (let sale = 0; sale < swarm.salesPerDay; sale += 1) {
    await time.sleep(random.whole(500, 20_000));
    await sell(ports);
    if (random.chance(0.15)) await answerDoubts(ports);
    if (random.chance(0.1)) await askForCopy(ports);
    if (random.chance(0.5)) await workTheDesk(ports);
    if (random.chance(0.1)) await pc.ask(async (service) => service.driver.sendNow());
  }
  await closeUp(ports);
  if (random.chance(0.4)) await time.sleep(random.whole(5_000, 60_000));
  await pc.switchOff();
}

export async function closeUp(ports: CashierPorts): Promise<void> {
  const { drawer } = ports;
  const closed = await insist(
    ports,
    'closes the shift',
    async (service, uid) => closeShift(service.acts, uid, drawer.paise),
    ['SHIFT_NOT_OPEN'],
  );
  if (closed === 'done') {
    drawer.vaultPaise += drawer.paise - floatPaise;
    drawer.paise = 0;
  }
  await insist(ports, 'closes the day', (service, uid) => closeDay(service.acts, uid), ['DAY_NOT_OPEN']);
}
