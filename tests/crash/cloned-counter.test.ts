import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { asha, openCounter } from '../harness/counter-day.ts';
import { headEndLedger } from '../harness/head-end-ledger.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../harness/office.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { sellThrough } from '../harness/sell-through.ts';
import { faultPlan } from './fault-plan.ts';

let office: Office;

afterEach(async () => {
  await office.close();
});

/** The PC's disk, copied with its key: both copies believe to be this counter. */
function cloneDisk(): { dataFolder: string; configFile: string } {
  const dataFolder = join(office.folder, 'clone');
  const mirrorFolder = join(office.folder, 'clone-second-copy');
  cpSync(office.dataFolder, dataFolder, { recursive: true });
  mkdirSync(mirrorFolder);
  const config = JSON.parse(readFileSync(office.configFile, 'utf8')) as Record<string, unknown>;
  const configFile = join(office.folder, 'clone.json');
  writeFileSync(configFile, JSON.stringify({ ...config, dataFolder, mirrorFolder }));
  return { dataFolder, configFile };
}

async function startSignedIn(dataFolder: string, configFile: string): Promise<JsonLinesCounter> {
  const counter = await startJsonLinesCounter({ data: dataFolder, config: configFile });
  await counter.ask('session.signIn', asha);
  return counter;
}

/** Two PCs with one disk sell on; the head end meets first the one, then the other. */
async function meetTheClone(order: 'in the outage' | 'after the first has sent'): Promise<string[]> {
  const broken: string[] = [];
  office = await openOffice({ consumers: 30 });
  let first = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(first);
  const before = await sellThrough(first, office, 3);
  await first.until('everything sent', ({ unsent }) => unsent.count === 0);
  await first.end();
  const clone = cloneDisk();
  if (order === 'in the outage') await office.headEnd.setFault('down');
  first = await startSignedIn(office.dataFolder, office.configFile);
  const mine = await sellThrough(first, office, 3);
  await office.headEnd.setFault('none');
  await first.ask('headEnd.sendNow', {});
  await first.until('everything sent', ({ unsent }) => unsent.count === 0);
  const second = await startSignedIn(clone.dataFolder, clone.configFile);
  await second.until('the answer', ({ headEnd: { link } }) => link !== 'unknown');
  const theirs = await sellThrough(second, office, 2);
  await second.until('the alarm', ({ headEnd: { link } }) => link === 'frozen');
  const onward = await sellThrough(second, office, 2);
  if (onward.refused !== null) broken.push(`the clone stopped selling: ${onward.refused.code}`);
  const { headEnd, unsent } = await second.ask('state.get', {});
  if (headEnd.link !== 'frozen') broken.push('the alarm went out by itself');
  if (unsent.count !== theirs.promised.length + onward.promised.length) broken.push(`${unsent.count} unsent`);
  const credited = (await headEndLedger(office.headEnd)).map(({ uid }) => uid);
  if (credited.join() !== [...before.promised, ...mine.promised].join())
    broken.push('money was credited twice or not');
  for (const counter of [first, second]) await counter.end();
  return broken.map((fault) => `${order}: ${fault}`);
}

describe('a cloned counter', () => {
  it('is found out at its first word to the head end, frozen, and sells on; money is credited once', async () => {
    const broken: string[] = [];
    broken.push(...(await meetTheClone('in the outage')));
    await office.close();
    broken.push(...(await meetTheClone('after the first has sent')));
    const seen =
      'the second one is frozen with an alarm and sells on; the head end credits the first one alone';
    expect(concludeFault('clone', { times: faultPlan.clone.times, seen, broken })).toEqual([]);
  }, 180_000);
});
