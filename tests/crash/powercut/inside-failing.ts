/**
 * Runs inside the machine whose disks fail: `node inside-failing.ts PLANFILE`. It sells while both disks
 * work, while that of the second copy fails, while that of the journal fails, and when both work again;
 * then what was refused or unknown is asked again by its uid, and everything is judged.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../../counter/result.ts';
import { deviceSigner, systemRandom } from '../../../db/crypto.ts';
import type { JournalOptions } from '../../../db/journal.ts';
import { enrolment, handClock, openCounter, recharge, type RechargeDraft } from '../../harness/journal.ts';
import type { Sale } from '../faults/fault-case.ts';
import { judgeFault } from '../faults/judge-fault.ts';
import { sellStubbornly, silentKeeper } from '../faults/stubborn-cashier.ts';
import { disks, journalFolder, mirrorFolder } from '../replay/places.ts';
import { failingTable, mapped, workingTable } from './machine.ts';
import { type DiskState, machineLine } from './machine-line.ts';

export interface InsideFailingPlan {
  /** Where the two disks are mounted. */
  readonly root: string;
  readonly secret: string;
}

const salesEach = 6;
const journalDisk = 0;
const mirrorDisk = 1;
const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as InsideFailingPlan;
const clock = handClock();
const options: JournalOptions = {
  folder: join(plan.root, journalFolder),
  mirrorFolder: join(plan.root, mirrorFolder),
  recoveryPublicKey: null,
  clock,
  random: systemRandom,
  signer: deviceSigner(plan.secret),
  bootId: 'boot-1',
};
const keeper = silentKeeper();
const asked = new Map<string, { readonly draft: RechargeDraft; readonly sale: Sale }>();

const created = await keeper.create(options, 'C02', enrolment(options.signer.publicKey));
assert(created.ok, `first run succeeds: ${JSON.stringify(created)}`);
const open = await openCounter(created.value, clock.wallMs());
await sellSome('both work');
switchTo(mirrorDisk, failingTable(mirrorDisk));
await sellSome('second copy fails');
await repair(mirrorDisk);
switchTo(journalDisk, failingTable(journalDisk));
await sellSome('journal fails');
await repair(journalDisk);
for (const { draft, sale } of asked.values()) {
  if (sale.said !== 'recorded') await sellOne('both work again', draft);
}
await sellSome('both work again');
await keeper.close();
const sales = [...asked.values()].map(({ sale }) => sale);
const verdict = await judgeFault(plan.root, plan.secret, sales, true);
writeSync(1, machineLine({ kind: 'verdict', verdict }));

async function sellSome(state: DiskState): Promise<void> {
  for (let sold = 0; sold < salesEach; sold += 1) await sellOne(state, recharge(open));
}

async function sellOne(state: DiskState, draft: RechargeDraft): Promise<void> {
  const sale = await sellStubbornly(keeper, options, draft);
  asked.set(draft.uid, { draft, sale });
  writeSync(1, machineLine({ kind: 'sale', while: state, sale }));
}

/** From one moment to the next, with nothing flushed in between. */
function switchTo(disk: number, table: string): void {
  const name = disks[disk] ?? '';
  dmsetup('suspend', '--nolockfs', name);
  dmsetup('load', name, '--table', table);
  dmsetup('resume', name);
}

function dmsetup(...args: string[]): void {
  execFileSync('dmsetup', ['--noudevsync', ...args]);
}

/** A file system that met errors has stopped itself: the disk is taken off and mounted anew. */
async function repair(disk: number): Promise<void> {
  await keeper.close();
  switchTo(disk, workingTable(disk));
  const folder = join(plan.root, disks[disk] ?? '');
  execFileSync('umount', [folder]);
  execFileSync('mount', ['-t', 'ext4', mapped(disk), folder]);
  await keeper.open(options);
}
