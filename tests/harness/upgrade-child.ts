/**
 * A counter process that opens a journal with a later schema and may die by SIGKILL on its way.
 * `node upgrade-child.ts JSON`; the line on stdout says how the opening ended.
 */
import { writeSync } from 'node:fs';
import { deviceSigner, systemRandom } from '../../db/crypto.ts';
import { closeJournal, openJournal } from '../../db/journal.ts';
import type { CrashPoint } from '../../db/test-points.ts';
import { handClock } from './journal.ts';
import { laterSchema } from './made-up-migrations.ts';

export interface UpgradePlan {
  readonly folder: string;
  readonly secret: string;
  readonly crashAt: CrashPoint | null;
}

const plan = JSON.parse(process.argv[2] ?? '{}') as UpgradePlan;
const opened = await openJournal({
  folder: plan.folder,
  mirrorFolder: null,
  recoveryPublicKey: null,
  clock: handClock(),
  random: systemRandom,
  signer: deviceSigner(plan.secret),
  bootId: `process-${process.pid}`,
  known: laterSchema,
  faults: {
    crashPoint: (label) => {
      if (label === plan.crashAt) process.kill(process.pid, 'SIGKILL');
    },
  },
});
writeSync(1, opened.ok ? 'open\n' : `fault ${opened.error.code}\n`);
if (opened.ok) await closeJournal(opened.value);
