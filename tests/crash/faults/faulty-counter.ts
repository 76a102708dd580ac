/**
 * A counter whose disk fails: `node faulty-counter.ts JSON`. For each case it makes a journal, sells,
 * orders the fault, and sells on as a cashier does: what was refused or unknown is asked again by the
 * same uid, after the counter was started anew. Each sale's outcome is a line as soon as it is known.
 */
import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../../counter/result.ts';
import { deviceSigner, systemRandom } from '../../../db/crypto.ts';
import type { JournalOptions } from '../../../db/journal.ts';
import { enrolment, handClock, openCounter, recharge } from '../../harness/journal.ts';
import { disks, journalFolder, mirrorFolder } from '../replay/places.ts';
import { type FaultCase, orderOf, type Sale } from './fault-case.ts';
import { type CashierPlant, sellStubbornly, silentKeeper } from './stubborn-cashier.ts';

export interface FaultyPlan {
  /** Each case has a folder of its number below it. */
  readonly root: string;
  readonly secret: string;
  readonly cases: readonly FaultCase[];
  readonly plant?: CashierPlant | undefined;
}

const salesBefore = 2;
const salesDuring = 6;
const plan = JSON.parse(process.argv[2] ?? '{}') as FaultyPlan;

for (const [number, wanted] of plan.cases.entries()) {
  const root = join(plan.root, String(number));
  for (const disk of disks) mkdirSync(join(root, disk), { recursive: true });
  await sellThrough(number, root, wanted);
}

async function sellThrough(number: number, root: string, wanted: FaultCase): Promise<void> {
  const options = optionsFor(root);
  const keeper = silentKeeper();
  const created = await keeper.create(options, 'C02', enrolment(options.signer.publicKey));
  assert(created.ok, 'first run succeeds');
  const open = await openCounter(created.value, options.clock.wallMs());
  for (let sold = 0; sold < salesBefore; sold += 1)
    say(number, await sellStubbornly(keeper, options, recharge(open), plan.plant));
  order(root, orderOf(wanted));
  for (let sold = 0; sold < salesDuring; sold += 1)
    say(number, await sellStubbornly(keeper, options, recharge(open), plan.plant));
  order(root, 'off\n');
  await keeper.close();
}

function say(number: number, sale: Sale): void {
  writeSync(1, `${JSON.stringify({ number, sale })}\n`);
}

/** Read by `inject-io.c`. */
function order(root: string, line: string): void {
  writeFileSync(join(root, 'inject-io'), line);
}

function optionsFor(root: string): JournalOptions {
  return {
    folder: join(root, journalFolder),
    mirrorFolder: join(root, mirrorFolder),
    recoveryPublicKey: null,
    clock: handClock(),
    random: systemRandom,
    signer: deviceSigner(plan.secret),
    bootId: 'boot-1',
  };
}
