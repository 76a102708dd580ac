import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyJournalFile } from '../../db/verify.ts';
import { asha, newUid, openCounter, sale } from '../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../harness/office.ts';
import { rechargesOfJournal } from '../harness/paper-of-journal.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { sellThrough } from '../harness/sell-through.ts';
import { hasTool } from '../harness/tools.ts';
import { faultPlan } from './fault-plan.ts';

let office: Office;
let businessDate: string | undefined;
let promised: string[];

beforeEach(async () => {
  office = await openOffice({ consumers: 30 });
  promised = [];
  const counter = await start();
  await openCounter(counter);
  promised.push(...(await sellThrough(counter, office, 1)).promised);
  await counter.until('everything sent', ({ unsent }) => unsent.count === 0);
  businessDate = counter.state().day?.businessDate;
  await counter.end();
  // From here on nobody else knows the time.
  await office.headEnd.setFault('down');
});

afterEach(async () => {
  await office.close();
});

const start = (env: Readonly<Record<string, string>> = {}, wrapper: readonly string[] = []) =>
  startJsonLinesCounter({ data: office.dataFolder, config: office.configFile, env, wrapper });

/** Sells once; where the clock is doubted, one supervisor confirms what it shows, and the same sale goes on. */
async function sellPastTheClock(counter: JsonLinesCounter): Promise<{ asked: boolean; broken: string[] }> {
  const broken: string[] = [];
  const consumer = office.consumers[promised.length % 30]?.consumer ?? '';
  const amountPaise = (500 + promised.length) * 100;
  const wanted = sale(consumer, { amountPaise, tenderedPaise: amountPaise });
  const first = await counter.call('recharge.record', wanted);
  if (first.ok) {
    promised.push(wanted.uid);
    return { asked: false, broken };
  }
  if (!first.error.code.startsWith('CLOCK_'))
    return { asked: false, broken: [`refused: ${first.error.code}`] };
  const { now, clock } = await counter.ask('state.get', {});
  if (clock === 'trusted') broken.push('the screen does not ask');
  await counter.ask('clock.confirm', { uid: newUid(), shownAt: now, approver: asha });
  const again = await counter.ask('recharge.record', wanted);
  promised.push(again.uid);
  if (again.businessDate !== businessDate) broken.push(`the business date became ${again.businessDate}`);
  return { asked: true, broken };
}

/** Order is by seq, every uid stands once, and the whole proof passes. */
async function afterwards(): Promise<string[]> {
  const broken: string[] = [];
  if (rechargesOfJournal(office.dataFolder).join() !== promised.join())
    broken.push('the journal holds something else');
  const proof = await verifyJournalFile(join(office.dataFolder, 'journal.db'), 'every');
  if (!proof.ok) broken.push(`the proof fails: ${proof.error.code}`);
  return broken;
}

describe.skipIf(!hasTool('faketime'))('the clock of the PC (apt-get install faketime)', () => {
  const stillMonotonic = { FAKETIME_DONT_FAKE_MONOTONIC: '1' };

  it('set back or forward between two starts asks one supervisor, and asks again when it is right again', async () => {
    const broken: string[] = [];
    let asked = 0;
    for (const shift of ['-5d', '+3650d', '-1h', '+1h']) {
      const counter = await start(stillMonotonic, ['faketime', '-f', shift]);
      await counter.ask('session.signIn', asha);
      const there = await sellPastTheClock(counter);
      await counter.end();
      const right = await start();
      await right.ask('session.signIn', asha);
      const back = await sellPastTheClock(right);
      await right.end();
      if (!there.asked || !back.asked) broken.push(`${shift}: nobody was asked`);
      asked += Number(there.asked) + Number(back.asked);
      broken.push(...[...there.broken, ...back.broken].map((fault) => `${shift}: ${fault}`));
    }
    broken.push(...(await afterwards()));
    const seen = `${asked} confirmations, ${promised.length} sales in the order of their numbers, each once, all of one business date`;
    expect(concludeFault('clockShift', { times: faultPlan.clockShift.times, seen, broken })).toEqual([]);
  }, 180_000);

  it('moved by a time server while a sale is under way', async () => {
    const { times } = faultPlan.clockJump;
    const broken: string[] = [];
    const offset = join(office.folder, 'offset');
    writeFileSync(offset, '+0s');
    const env = { ...stillMonotonic, FAKETIME_TIMESTAMP_FILE: offset, FAKETIME_NO_CACHE: '1' };
    const counter = await start({ ...env, FAKETIME_CACHE_DURATION: '0' }, [
      'faketime',
      '-f',
      '+0s',
      'env',
      '-u',
      'FAKETIME',
    ]);
    await counter.ask('session.signIn', asha);
    for (const jump of ['+20m', '+0s', '-20m', '+0s']) {
      await sellPastTheClock(counter).then((before) => broken.push(...before.broken));
      const consumer = office.consumers[promised.length % 30]?.consumer ?? '';
      const amountPaise = (5_000 + promised.length) * 100;
      const wanted = sale(consumer, { amountPaise, tenderedPaise: amountPaise });
      const reply = counter.call('recharge.record', wanted);
      writeFileSync(offset, jump);
      if ((await reply).ok) promised.push(wanted.uid);
      const after = await sellPastTheClock(counter);
      if (!after.asked) broken.push(`${jump}: nobody was asked`);
      broken.push(...after.broken.map((fault) => `${jump}: ${fault}`));
    }
    await counter.end();
    broken.push(...(await afterwards()));
    const seen = `a confirmation after each jump; ${promised.length} sales, each once, in the order of their numbers, all of one business date`;
    expect(concludeFault('clockJump', { times, seen, broken })).toEqual([]);
  }, 120_000);
});

describe('the time zone of the PC', () => {
  it('wherever it points, also where the clocks change: the day keeps its date and nobody is asked', async () => {
    const zones = [
      'Asia/Kolkata',
      'UTC',
      'America/New_York',
      'Pacific/Kiritimati',
      'Europe/London',
      'Pacific/Pago_Pago',
    ];
    const broken: string[] = [];
    for (const TZ of zones) {
      const counter = await start({ TZ });
      await counter.ask('session.signIn', asha);
      const { asked, broken: faults } = await sellPastTheClock(counter);
      if (asked) broken.push(`${TZ}: somebody was asked`);
      if (counter.state().day?.businessDate !== businessDate) broken.push(`${TZ}: another date`);
      broken.push(...faults);
      await counter.end();
    }
    broken.push(...(await afterwards()));
    const seen = `${promised.length} sales under one business date, nobody asked`;
    expect(concludeFault('timeZone', { times: zones.length, seen, broken })).toEqual([]);
  }, 120_000);
});
