import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asha, openCounter, ravi, sale } from '../harness/counter-day.ts';
import { headEndLedger } from '../harness/head-end-ledger.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../harness/office.ts';
import { rechargesOfJournal } from '../harness/paper-of-journal.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { sellThrough } from '../harness/sell-through.ts';
import { faultPlan } from './fault-plan.ts';

let office: Office;
let counter: JsonLinesCounter;

beforeEach(async () => {
  office = await openOffice({ consumers: 30 });
  counter = await start();
  await openCounter(counter);
});

afterEach(async () => {
  await counter.end();
  await office.close();
});

const start = () => startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
const receipts = async () => (await counter.ask('recharge.recent', { limit: 200 })).recharges;

describe('two at once', () => {
  it('instances on one folder: one writes, the other one says so and changes nothing', async () => {
    const broken: string[] = [];
    const promised: string[] = [];
    for (let round = 0; round < faultPlan.twoInstances.times; round += 1) {
      const file = () => readFileSync(join(office.dataFolder, 'journal.db'));
      const before = file();
      const second = await start();
      const { selling, session } = second.state();
      if (selling.reason !== 'JOURNAL_IN_USE' || session !== null)
        broken.push(`told ${String(selling.reason)}`);
      const signIn = await second.call('session.signIn', asha);
      if (signIn.ok) broken.push('the second instance lets people in');
      if (!before.equals(file())) broken.push('the file changed under the first instance');
      promised.push(...(await sellThrough(counter, office, 2)).promised);
      await second.end();
      promised.push(...(await sellThrough(counter, office, 1)).promised);
    }
    await counter.end();
    if (rechargesOfJournal(office.dataFolder).join() !== promised.join())
      broken.push('the journal holds something else');
    const seen = `the second instance says JOURNAL_IN_USE each time; ${promised.length} sales of the first, all there`;
    const times = faultPlan.twoInstances.times;
    expect(concludeFault('twoInstances', { times, seen, broken })).toEqual([]);
  }, 120_000);

  it('clicks on Confirm, fifty in flight under one uid: one sale, one receipt, one credit', async () => {
    const { times } = faultPlan.doubleClick;
    const wanted = sale(office.consumers[0]?.consumer ?? '');
    const replies = await Promise.all(
      Array.from({ length: times }, () => counter.call('recharge.record', wanted)),
    );
    const broken: string[] = [];
    const numbers = new Set(
      replies.map((reply) => (reply.ok ? reply.value.receiptNumber : reply.error.code)),
    );
    if (numbers.size !== 1) broken.push(`answers differ: ${[...numbers].join()}`);
    const recorded = await receipts();
    if (recorded.length !== 1) broken.push(`${recorded.length} sales were recorded`);
    await counter.until('everything sent', ({ unsent }) => unsent.count === 0);
    await expect.poll(async () => (await headEndLedger(office.headEnd)).length).toBe(1);
    const seen = `${replies.filter(({ ok }) => ok).length} answers, all of one receipt; one row, one credit`;
    expect(concludeFault('doubleClick', { times, seen, broken })).toEqual([]);
  }, 60_000);

  it('cashiers: a change of person in mid sale never books it on the other drawer', async () => {
    const { times } = faultPlan.twoCashiers;
    const broken: string[] = [];
    let recordedByAsha = 0;
    for (let round = 0; round < times; round += 1) {
      await counter.ask('session.signIn', asha);
      const consumer = office.consumers[round]?.consumer ?? '';
      const mine = sale(consumer, { amountPaise: (200 + round) * 100, tenderedPaise: 1_000_00 });
      const late = sale(consumer, { amountPaise: (400 + round) * 100, tenderedPaise: 1_000_00 });
      const [first, , second] = await Promise.all([
        counter.call('recharge.record', mine),
        counter.call('session.signIn', ravi),
        counter.call('recharge.record', late),
      ]);
      if (first.ok) recordedByAsha += 1;
      else broken.push(`Asha's own sale: ${first.error.code}`);
      if (second.ok) broken.push('Ravi sold without a shift of his own');
      else if (second.error.code !== 'SHIFT_NOT_OPEN') broken.push(`Ravi was told ${second.error.code}`);
    }
    const recorded = await receipts();
    if (recorded.length !== recordedByAsha) broken.push(`${recorded.length} sales were recorded`);
    const seen = `${recordedByAsha} sales of the one with a shift; each of the other's refused as SHIFT_NOT_OPEN`;
    expect(concludeFault('twoCashiers', { times, seen, broken })).toEqual([]);
  }, 60_000);
});
