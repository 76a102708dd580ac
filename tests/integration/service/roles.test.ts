import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles, type Role } from '../../../counter/journal/every-entry.ts';
import { channels } from '../../../electron/contract/channels.ts';
import { schemas } from '../../../electron/contract/schemas.ts';
import { asha, enrolWithPeople, meena, newUid, ravi } from '../../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';

let office: Office;
let counter: JsonLinesCounter;
const kiran = { person: 'kiran', pin: '6284' };
const personOf: Record<Role, { person: string; pin: string }> = {
  cashier: ravi,
  'head-cashier': asha,
  officer: meena,
  administrator: kiran,
};

beforeAll(async () => {
  office = await openOffice({ consumers: 3 });
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await enrolWithPeople(counter);
  const name = { hi: 'किरण', en: 'Kiran' };
  await counter.ask('people.add', { uid: newUid(), name, role: 'administrator', ...kiran });
}, 30_000);

afterAll(async () => {
  await counter.end();
  await office.close();
});

/** Input that no channel takes: who passes the role check is refused for the input, and nothing happens. */
const badInput = { nobody: 'takes this' };

describe('who may call what', () => {
  it('nobody but the open channels before sign-in', async () => {
    await counter.ask('session.signOut', {});
    for (const channel of channels) {
      const reply = await counter.raw(channel, badInput);
      const open = schemas[channel].access === 'anyone';
      expect([channel, reply.ok ? 'ok' : reply.error.code]).toEqual([
        channel,
        open ? 'CONTRACT_VIOLATION' : 'NOT_SIGNED_IN',
      ]);
    }
  });

  it.each(roles)('%s: as the contract says, channel by channel', async (role) => {
    await counter.ask('session.signIn', personOf[role]);
    for (const channel of channels) {
      const { access } = schemas[channel];
      const allowed = access === 'anyone' || access.some((each: Role) => each === role);
      const reply = await counter.raw(channel, badInput);
      const code = reply.ok ? 'ok' : reply.error.code;
      const expected = allowed
        ? code === 'COUNT_OUT_OF_RANGE' || code === 'AMOUNT_NOT_A_NUMBER' || code === 'CONTRACT_VIOLATION'
        : code === 'NOT_PERMITTED';
      expect([channel, role, code, expected]).toEqual([channel, role, code, true]);
    }
  });

  it('covers every channel of the contract', () => {
    expect(channels.toSorted()).toEqual(Object.keys(schemas).toSorted());
    expect(channels.length).toBeGreaterThan(20);
  });
});
