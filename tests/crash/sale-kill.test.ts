import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../build/consumers/seeded-random.ts';
import { openCounter, sale } from '../harness/counter-day.ts';
import { startJsonLinesCounter } from '../harness/json-lines-counter.ts';
import {
  askAgain,
  beginSale,
  disagreements,
  type KilledCounter,
  openKilledCounter,
  resume,
  settle,
} from '../harness/killed-counter.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { faultPlan } from './fault-plan.ts';

const kills = faultPlan.killsAtRandom.times;
const seed = 20_261_123;
/** Half of the kills fall into the sale itself, half into what follows it: upload, paper, proof. */
const saleMs = 15;
const paperMs = 500;

let world: KilledCounter;

beforeAll(async () => {
  world = await openKilledCounter(kills + 5);
});

afterAll(async () => {
  await world.close();
});

const start = () => startJsonLinesCounter({ data: world.office.dataFolder, config: world.office.configFile });

describe('kill -9 in mid sale', () => {
  it(`${kills} times: paper, journal and head end agree (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const broken: string[] = [];
    let counter = await start();
    await openCounter(counter);

    for (let round = 0; round < kills; round += 1) {
      const wanted = sale(world.office.consumers[round]?.consumer ?? '', {
        amountPaise: (100 + round) * 100,
        tenderedPaise: 500_00,
      });
      // Every third time a printer is at hand, so that kills fall into its work too.
      if (round % 3 === 0) {
        await counter.until('the printer', ({ printer: { state } }) => state === 'ready');
      }
      const answered = beginSale(world, counter, wanted);
      await wait(random.whole(0, random.chance(0.5) ? saleMs : paperMs));
      await counter.kill();
      await answered;

      counter = await start();
      await resume(world, counter);
      broken.push(...(await askAgain(world, counter, wanted)));
    }

    await settle(world, counter);
    expect(await counter.end()).toBe(0);
    broken.push(...(await disagreements(world)));
    const seen = `${world.promised.length} answered before the end, all there; each receipt once on paper`;
    expect(concludeFault('killsAtRandom', { times: kills, seen, broken })).toEqual([]);
  }, 1_200_000);
});
