import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrashPoint } from '../../db/test-points.ts';
import { openCounter, sale } from '../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../harness/json-lines-counter.ts';
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

/** Every labelled step that a sale passes on its way to paper while the head end answers. */
const labels: readonly CrashPoint[] = [
  'before-commit',
  'after-commit',
  'before-mirror-flush',
  'after-mirror',
  'before-offer',
  'after-offer',
  'before-answer',
  'after-answer',
  'before-acknowledgement',
  'after-acknowledgement',
  'before-step-queued',
  'after-step-queued',
  'before-step-sending',
  'after-step-sending',
  'before-step-awaiting',
  'after-step-awaiting',
  'before-step-confirmed',
  'after-step-confirmed',
];
const timesEach = 2;
const program = new URL('../harness/counter-child.ts', import.meta.url).pathname;

let world: KilledCounter;
let armed: string;

beforeAll(async () => {
  world = await openKilledCounter(labels.length * timesEach + 5);
  armed = join(world.office.folder, 'armed');
});

afterAll(async () => {
  await world.close();
});

function start(label: CrashPoint): Promise<JsonLinesCounter> {
  const { dataFolder, configFile } = world.office;
  const env = { CRASH_AT: label, CRASH_WHEN: armed };
  return startJsonLinesCounter({ data: dataFolder, config: configFile, program, env });
}

describe('kill -9 at every labelled step of a sale', () => {
  it(`${timesEach} times each: paper, journal and head end agree`, async () => {
    const rounds = labels.flatMap((label) => Array.from({ length: timesEach }, () => label));
    const broken: string[] = [];
    let died = 0;
    let counter = await start(rounds[0] ?? 'before-commit');
    await openCounter(counter);
    for (const [round, label] of rounds.entries()) {
      await settle(world, counter);
      await counter.until('the printer', ({ printer: { state } }) => state === 'ready');
      await counter.until('the head end', ({ headEnd: { link } }) => link === 'answering');
      const wanted = sale(world.office.consumers[round]?.consumer ?? '', {
        amountPaise: (100 + round) * 100,
        tenderedPaise: 500_00,
      });
      writeFileSync(armed, '');
      const answered = beginSale(world, counter, wanted);
      await counter.gone();
      await answered;
      rmSync(armed);
      died += 1;
      counter = await start(rounds[round + 1] ?? 'before-commit');
      await resume(world, counter);
      const told = await askAgain(world, counter, wanted);
      broken.push(...told.map((fault) => `${label}: ${fault}`));
    }
    await settle(world, counter);
    expect(await counter.end()).toBe(0);
    broken.push(...(await disagreements(world)));
    const seen = `${labels.length} labels; ${world.promised.length} answered before the end, all there; each receipt once on paper`;
    expect(died).toBe(faultPlan.killsAtLabels.times);
    expect(concludeFault('killsAtLabels', { times: died, seen, broken })).toEqual([]);
  }, 1_200_000);
});
