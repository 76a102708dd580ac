import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../../counter/result.ts';
import { generateDeviceKey } from '../../../db/crypto.ts';
import { newQuickFolder } from '../../harness/test-folders.ts';
import { runCommand } from '../../../build/run-command.ts';
import type { JudgePlan } from './judge-child.ts';
import { disks } from './places.ts';
import type { RecordedDayPlan } from './recorded-day.ts';
import type { Judged } from './replay.ts';

/** What is wrong on purpose: in the recorded program, or in the flushes that the system lets through. */
export type Plant = NonNullable<RecordedDayPlan['plant']> | 'no-folder-sync' | 'no-mirror-sync';

export interface Recording {
  readonly root: string;
  readonly log: string;
  readonly secret: string;
}

/** Runs the counter's two days under the recorder; the first half ends by SIGKILL, the second cleanly. */
export function recordDay(recorder: string, plant?: Plant): Recording {
  const root = newQuickFolder();
  const log = join(newQuickFolder(), 'io.log');
  const { secret } = generateDeviceKey();
  for (const disk of disks) mkdirSync(join(root, disk));
  const inProgram = plant === 'no-flush' || plant === 'early-slip' ? { plant } : {};
  for (const half of ['first', 'second'] as const) {
    const plan: RecordedDayPlan = { root, secret, half, ...inProgram };
    const script = join(import.meta.dirname, 'recorded-day.ts');
    const done = spawnSync(process.execPath, [script, JSON.stringify(plan)], {
      encoding: 'utf8',
      env: { LD_PRELOAD: recorder, DISK_ROOT: root, DISK_LOG: log, DISK_PLANT: plant ?? '' },
    });
    const ended = half === 'first' ? done.signal === 'SIGKILL' : done.status === 0;
    assert(ended, `the ${half} half of the day ends as planned: ${done.stderr}`);
  }
  return { root, log, secret };
}

const processes = 2;

/** Judges one image in `every`, in two processes. */
export async function judgeRecording({ log, secret }: Recording, every = 1): Promise<Judged> {
  const shares = processes * every;
  const into = newQuickFolder();
  const judged = Array.from({ length: processes }, async (_, share) => {
    const plan: JudgePlan = { log, secret, share, shares, into };
    const script = join(import.meta.dirname, 'judge-child.ts');
    const done = await runCommand(process.execPath, [script, JSON.stringify(plan)], { output: 'keep' });
    assert(done.exitCode === 0, `the judge ends: ${done.stderr}`);
    return JSON.parse(done.stdout) as Judged;
  });
  return (await Promise.all(judged)).reduce(joined);
}

function joined(left: Judged, right: Judged): Judged {
  const found = { ...left.found };
  for (const [fault, { times, first }] of Object.entries(right.found)) {
    found[fault] = { times: times + (found[fault]?.times ?? 0), first: found[fault]?.first ?? first };
  }
  return { images: left.images + right.images, violations: left.violations + right.violations, found };
}
