/**
 * A counter process for crash, lock and flush tests.
 * `node journal-child.ts JSON`: opens the journal, then does what `act` says. Each line on stdout is
 * written at once, as a receipt would be: what stands there has been acknowledged.
 */
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { checkpointWhenIdle } from '../../db/checkpoint.ts';
import { deviceSigner, systemRandom } from '../../db/crypto.ts';
import { currentDay, currentShift } from '../../db/day-reads.ts';
import { closeJournal, openJournal } from '../../db/journal.ts';
import type { CrashPoint } from '../../db/test-points.ts';
import { openCounter, sell } from './journal.ts';

export interface ChildPlan {
  readonly folder: string;
  readonly mirrorFolder: string | null;
  readonly secret: string;
  readonly act: 'sell' | 'hold' | 'open';
  readonly sales?: number;
  /** Dies by SIGKILL at the `after`-th passing of this point, counted from the first sale. */
  readonly crashAt?: CrashPoint;
  readonly after?: number;
  /** Plants the fault that the flush count must catch: a journal that does not flush. */
  readonly plant?: 'no-flush';
  /** Moves the log before the first sale that counts, as the service does when nobody calls. */
  readonly rest?: boolean;
  /** Gives root up once everything is loaded, so that file permissions mean something. */
  readonly uid?: number;
}

const plan = JSON.parse(process.argv[2] ?? '{}') as ChildPlan;
let passes = Number.NEGATIVE_INFINITY;

function crashPoint(label: CrashPoint): void {
  if (label !== plan.crashAt) return;
  passes += 1;
  if (passes === plan.after) process.kill(process.pid, 'SIGKILL');
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

if (plan.uid !== undefined) {
  // The binary is loaded at first use, and this repository may lie where only root can enter.
  new Database(':memory:').close();
  process.seteuid?.(plan.uid);
}
const opened = await openJournal({
  folder: plan.folder,
  mirrorFolder: plan.mirrorFolder,
  recoveryPublicKey: null,
  clock: { wallMs: () => Date.now(), monotonicMs: () => Math.round(performance.now()) },
  random: systemRandom,
  signer: deviceSigner(plan.secret),
  bootId: `process-${process.pid}`,
  faults: { crashPoint },
});
if (!opened.ok) {
  say(`fault ${opened.error.code}`);
  process.exit(0);
}
const journal = opened.value;
say('open');
if (plan.act === 'hold') await new Promise((resolve) => process.stdin.once('end', resolve).resume());
if (plan.act === 'sell') {
  const day = currentDay(journal.db);
  const shift = currentShift(journal.db, 'asha');
  const open =
    day === null || shift === null
      ? await openCounter(journal, Date.now())
      : { day: day.day, shift: shift.shift, businessDate: day.businessDate };
  passes = 0;
  if (plan.plant === 'no-flush') journal.inner.db.pragma('synchronous = NORMAL');
  if (plan.rest === true) checkpointWhenIdle(journal);
  writeSync(2, 'MARK\n');
  for (let sold = 0; sold < (plan.sales ?? 1); sold += 1) {
    const outcome = await sell(journal, open);
    say(
      outcome.kind === 'recorded'
        ? `sold ${outcome.entry.uid} ${outcome.copies}`
        : `not sold ${outcome.kind}`,
    );
  }
  writeSync(2, 'MARK\n');
}
await closeJournal(journal);
