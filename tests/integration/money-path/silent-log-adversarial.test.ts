import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asha, meena, newUid, openCounter, ravi, sale } from '../../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';

let office: Office;
let counter: JsonLinesCounter;

beforeAll(async () => {
  office = await openOffice({ consumers: 20 });
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
}, 30_000);

afterAll(async () => {
  await office.close();
});

describe('the log', () => {
  it('of a day with sales and refusals of every sort names nobody and holds no secret', async () => {
    const known = office.consumers.slice(0, 6);
    const tokens: string[] = [];
    for (const { consumer } of known) {
      const { uid } = await counter.ask('recharge.record', sale(consumer));
      const { recharge } = await counter.ask('recharge.find', { uid });
      tokens.push(...(recharge?.tokens ?? []));
    }
    await counter.until('all is sent', ({ unsent }) => unsent.count === 0);
    for (const recharge of (await counter.ask('recharge.recent', { limit: 20 })).recharges) {
      tokens.push(...recharge.tokens, recharge.reference ?? '');
    }
    expect(tokens.filter((token) => token !== '').length).toBeGreaterThan(0);
    // What is refused, mistyped or malformed is what logs like to repeat.
    const [first] = known;
    const again = sale(first?.consumer ?? '');
    await counter.call('recharge.record', again);
    for (const pin of ['86420975', meena.pin, ravi.pin]) {
      const approvals = [{ guard: 'same-amount-again' as const, approver: 'ravi', pin }];
      await counter.call('recharge.record', { ...again, approvals });
      await counter.raw('session.signIn', { person: 'asha', pin, extra: pin });
      await counter.call('session.signIn', { person: 'meena', pin });
      await counter.raw(`session.signIn ${newUid()}`, { pin });
    }
    counter.send(`{"id":9,"channel":"session.signIn","input":{"pin":"86420975"`);
    await counter.call('directory.search', { text: first?.name ?? '' });
    const key = readFileSync(join(office.dataFolder, 'device-key.json'), 'utf8');
    expect(await counter.end()).toBe(0);

    const log = counter.errors();
    expect(log).toContain('refused');
    const secrets = [...key.matchAll(/[A-Za-z0-9_-]{40,}/gu)].map(([secret]) => secret);
    expect(secrets.length).toBeGreaterThan(0);
    const pins = ['86420975', asha.pin, meena.pin, ravi.pin].map((pin) => `"${pin}"`);
    const people = known.flatMap(({ name, consumer, meter }) => [name, consumer, meter]);
    const said = [...pins, ...people, ...tokens.filter((token) => token !== ''), ...secrets];
    expect(said.filter((word) => log.includes(word))).toEqual([]);
  }, 40_000);
});
