/**
 * A counter whose disk fails: `node faulty-counter.ts JSON`. For each case it makes a journal, sells,
 * orders the fault, and sells on as a cashier does: what was refused or unknown is asked again by the
 * same uid, after the counter was started anew. Each sale's outcome is a line as soon as it is known.
 */
import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '../../../counter/error-codes.ts';
import { assert } from '../../../counter/result.ts';
import { deviceSigner, systemRandom } from '../../../db/crypto.ts';
import type { JournalOptions } from '../../../db/journal.ts';
import { bornPrintJob } from '../../../db/print-jobs.ts';
import { type JournalKeeper, journalKeeper } from '../../../electron/service/journal-keeper.ts';
import {
  enrolment,
  handClock,
  newUid,
  type OpenCounter,
  openCounter,
  recharge,
} from '../../harness/journal.ts';
import { disks, journalFolder, mirrorFolder } from '../replay/places.ts';
import { type FaultCase, orderOf, type Sale } from './fault-case.ts';

export interface FaultyPlan {
  /** Each case has a folder of its number below it. */
  readonly root: string;
  readonly secret: string;
  readonly cases: readonly FaultCase[];
  /** A counter that is wrong on purpose: it takes unknown for refused, so the cash goes back. */
  readonly plant?: 'unknown-is-refused' | undefined;
}

const salesBefore = 2;
const salesDuring = 6;
const triesMax = 3;
const plan = JSON.parse(process.argv[2] ?? '{}') as FaultyPlan;

for (const [number, wanted] of plan.cases.entries()) {
  const root = join(plan.root, String(number));
  for (const disk of disks) mkdirSync(join(root, disk), { recursive: true });
  await sellThrough(number, root, wanted);
}

async function sellThrough(number: number, root: string, wanted: FaultCase): Promise<void> {
  const options = optionsFor(root);
  const silent = { note: () => undefined, incident: () => undefined };
  const keeper = journalKeeper(
    silent,
    () => undefined,
    () => undefined,
  );
  const created = await keeper.create(options, 'C02', enrolment(options.signer.publicKey));
  assert(created.ok, 'first run succeeds');
  const open = await openCounter(created.value, options.clock.wallMs());
  for (let sold = 0; sold < salesBefore; sold += 1) say(number, await sell(keeper, options, open));
  order(root, orderOf(wanted));
  for (let sold = 0; sold < salesDuring; sold += 1) say(number, await sell(keeper, options, open));
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

async function sell(keeper: JournalKeeper, options: JournalOptions, open: OpenCounter): Promise<Sale> {
  const draft = recharge(open);
  const job = newUid();
  const { uid } = draft;
  let code: ErrorCode | null = null;
  let said: 'refused' | 'unknown' = 'refused';
  let tries = 1;
  for (; tries <= triesMax; tries += 1) {
    const done = await keeper.append(draft, (db, stored) => {
      bornPrintJob(db, { id: job, entry: stored.uid, slip: 'receipt', copy: 0, owner: 'sale', bornAt: 1 });
    });
    if (done.ok) {
      const { entry, copies } = done.value;
      // A counter that finds the sale shows it again; in how many copies it is, its state says.
      const told = copies === 'two' ? 'two' : 'single';
      return { said: 'recorded', uid, seq: entry.seq, hash: entry.hash, copies: told, tries };
    }
    code = done.error.code;
    // What was unknown once is known again only when it is found; a later lock says nothing about it.
    if (code === 'OUTCOME_UNKNOWN' && plan.plant === undefined) said = 'unknown';
    await keeper.close();
    await keeper.open(options);
  }
  return { said, uid, code: code ?? '', tries };
}
