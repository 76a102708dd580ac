import { randomBytes } from 'node:crypto';
import { uuidv7 } from '../../counter/ids.ts';
import { kolkataDate } from '../../counter/time.ts';
import type { Input } from '../../electron/contract/schemas.ts';
import type { JsonLinesCounter } from './json-lines-counter.ts';
import { enrolmentCode } from './office.ts';

export const newUid = () => uuidv7(Date.now(), (length) => randomBytes(length));

/** First person, head cashier. */
export const asha = { person: 'asha', pin: '7391' };
/** A cashier. */
export const ravi = { person: 'ravi', pin: '4826' };
/** An officer, who approves. */
export const meena = { person: 'meena', pin: '9157' };

/** From an empty folder to an open drawer: Asha is signed in, Ravi and Meena are known. */
export async function openCounter(counter: JsonLinesCounter): Promise<void> {
  await enrolWithPeople(counter);
  await counter.ask('directory.import', { path: null });
  await openDrawer(counter);
}

export async function enrolWithPeople(counter: Pick<JsonLinesCounter, 'ask'>): Promise<void> {
  await counter.ask('setup.enrol', { code: enrolmentCode });
  const name = { hi: 'आशा कुमारी', en: 'Asha Kumari' };
  await counter.ask('setup.addFirstPerson', { uid: newUid(), name, ...asha });
  await counter.ask('session.signIn', asha);
  const people = [
    { ...ravi, role: 'cashier', name: { hi: 'रवि', en: 'Ravi' } },
    { ...meena, role: 'officer', name: { hi: 'मीना', en: 'Meena' } },
  ] as const;
  for (const person of people) await counter.ask('people.add', { uid: newUid(), ...person });
}

export async function openDrawer(counter: JsonLinesCounter): Promise<void> {
  await counter.ask('day.open', { uid: newUid(), businessDate: kolkataDate(Date.now()) });
  await counter.ask('shift.open', { uid: newUid(), float: { '50000': 2, '10000': 5 } });
}

export function sale(
  consumer: string,
  changes: Partial<Input<'recharge.record'>> = {},
): Input<'recharge.record'> {
  return { uid: newUid(), consumer, amountPaise: 500_00, tenderedPaise: 500_00, approvals: [], ...changes };
}
