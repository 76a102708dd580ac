/**
 * A process that looks after copies until it is killed: `node care-child.ts JSON`. `mend` opens a damaged
 * journal and ends itself at a point of the swap; `care` makes one round of care after the other.
 */
import { writeSync } from 'node:fs';
import { startCare } from '../../db/care/care-run.ts';
import { openOrMend } from '../../db/care/open-or-mend.ts';
import type { SwapPoint } from '../../db/care/swap-journal.ts';
import { deviceSigner, systemRandom } from '../../db/crypto.ts';
import { careWorker } from './care.ts';
import { must, openCounter, sell } from './journal.ts';

export interface CareChildPlan {
  readonly folder: string;
  readonly mirrorFolder: string;
  readonly copiesFolder: string;
  readonly secret: string;
  readonly act: 'mend' | 'care';
  readonly crashAt?: SwapPoint;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two ends of this line are files of one build
const plan = JSON.parse(process.argv[2] ?? '{}') as CareChildPlan;
const start = performance.now();
const opened = await openOrMend(
  {
    folder: plan.folder,
    mirrorFolder: plan.mirrorFolder,
    recoveryPublicKey: null,
    clock: {
      wallMs: () => Date.parse('2026-11-24T05:30:00Z') + Math.round(performance.now() - start),
      monotonicMs: () => Math.round(performance.now()),
    },
    random: systemRandom,
    signer: deviceSigner(plan.secret),
    bootId: `process-${process.pid}`,
  },
  (point) => {
    if (point === plan.crashAt) process.kill(process.pid, 'SIGKILL');
  },
);
if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
writeSync(1, 'open\n');
const journal = opened.value;
const counter = plan.act === 'care' ? await openCounter(journal, Date.parse('2026-11-24T05:30:00Z')) : null;
while (counter !== null) {
  must(await sell(journal, counter));
  await startCare(journal, { worker: careWorker, copiesFolder: plan.copiesFolder }).outcome;
  writeSync(1, 'round\n');
}
