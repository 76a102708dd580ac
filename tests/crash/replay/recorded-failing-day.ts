/**
 * A counter whose flushes fail now and then, and whose disks are recorded: `node recorded-failing-day.ts
 * JSON`. After each fault it is started anew, as the service is. What was unknown is looked up by its
 * uid; what is not found is refused, and the cash goes back.
 */
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../../counter/result.ts';
import { deviceSigner, systemRandom } from '../../../db/crypto.ts';
import { entryByUid } from '../../../db/entries.ts';
import type { JournalOptions } from '../../../db/journal.ts';
import { bornPrintJob } from '../../../db/print-jobs.ts';
import { enrolment, handClock, newUid, openCounter, recharge } from '../../harness/journal.ts';
import { type FaultCase, orderOf } from '../faults/fault-case.ts';
import { silentKeeper } from '../faults/stubborn-cashier.ts';
import { journalFolder, mirrorFolder } from './places.ts';
import { acknowledge } from './promise.ts';

export interface FailingDayPlan {
  /** The folder that stands for both disks. */
  readonly root: string;
  /** A folder beside them, for the orders to `inject-io.c`. */
  readonly orders: string;
  readonly secret: string;
  /** One after the other, each for a few sales. */
  readonly faults: readonly FaultCase[];
}

const salesEach = 3;
const plan = JSON.parse(process.argv[2] ?? '{}') as FailingDayPlan;
const promises = openSync(join(plan.root, 'acknowledged'), 'a');
const options: JournalOptions = {
  folder: join(plan.root, journalFolder),
  mirrorFolder: join(plan.root, mirrorFolder),
  recoveryPublicKey: null,
  clock: handClock(),
  random: systemRandom,
  signer: deviceSigner(plan.secret),
  bootId: 'boot-1',
};
const keeper = silentKeeper();

const created = await keeper.create(options, 'C02', enrolment(options.signer.publicKey));
assert(created.ok, `first run succeeds: ${JSON.stringify(created)}`);
const open = await openCounter(created.value, options.clock.wallMs());
for (const fault of plan.faults) {
  order(orderOf(fault));
  for (let sold = 0; sold < salesEach; sold += 1) await sell();
  order('off\n');
  await startAnew();
  await sell();
}
await keeper.close();

function order(line: string): void {
  writeFileSync(join(plan.orders, 'inject-io'), line);
}

async function startAnew(): Promise<void> {
  await keeper.close();
  await keeper.open(options);
}

async function sell(): Promise<void> {
  const draft = recharge(open);
  const { uid } = draft;
  const job = newUid();
  const done = await keeper.append(draft, (db) => {
    bornPrintJob(db, { id: job, entry: uid, slip: 'receipt', copy: 0, owner: 'sale', bornAt: 1 });
  });
  if (done.ok) {
    const { entry, copies } = done.value;
    const { seq, hash } = entry;
    acknowledge(promises, { kind: 'entry', seq, uid, hash, copies: copies === 'two' ? 'two' : 'single' });
    return;
  }
  await startAnew();
  if (done.error.code !== 'OUTCOME_UNKNOWN') acknowledge(promises, { kind: 'refused', uid });
  else lookUp(uid);
}

/** While the journal does not open, the sale stays unknown and nobody is told anything. */
function lookUp(uid: string): void {
  const { journal } = keeper;
  if (journal === null) return;
  const found = entryByUid(journal.db, uid);
  if (found === null) acknowledge(promises, { kind: 'refused', uid });
  else acknowledge(promises, { kind: 'entry', seq: found.seq, uid, hash: found.hash, copies: 'single' });
}
