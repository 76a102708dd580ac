import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../../counter/result.ts';
import { generateDeviceKey } from '../../../db/crypto.ts';
import { newQuickFolder } from '../../harness/test-folders.ts';
import { runCommand } from '../../../build/run-command.ts';
import type { FaultCase } from '../faults/fault-case.ts';
import type { Start } from './judge.ts';
import type { JudgePlan } from './judge-child.ts';
import { disks } from './places.ts';
import type { Promised } from './promise.ts';
import type { RecordedDayPlan } from './recorded-day.ts';
import type { MendingPlan } from './recorded-mending.ts';
import type { FailingDayPlan } from './recorded-failing-day.ts';
import type { Judged } from './replay.ts';

/** What is wrong on purpose: in the recorded program, or in the flushes that the system lets through. */
export type Plant =
  | NonNullable<RecordedDayPlan['plant']>
  | 'no-folder-sync'
  | 'no-mirror-sync'
  | 'no-rewrite';

export interface Recording {
  readonly root: string;
  readonly log: string;
  readonly secret: string;
  /** What lay on the disks when the recording began; null for nothing. */
  readonly before: string | null;
  readonly starts: readonly Start[];
}

/** Runs the counter's two days under the recorder; the first half ends by SIGKILL, the second cleanly. */
export function recordDay(recorder: string, plant?: Plant): Recording {
  const recording = emptyRecording();
  const { root, secret } = recording;
  const inProgram = plant === 'no-flush' || plant === 'early-slip' ? { plant } : {};
  for (const half of ['first', 'second'] as const) {
    const plan: RecordedDayPlan = { root, secret, half, ...inProgram };
    const done = runRecorded(recording, [recorder], 'recorded-day.ts', plan, plant);
    const ended = half === 'first' ? done.signal === 'SIGKILL' : done.status === 0;
    assert(ended, `the ${half} half of the day ends as planned: ${done.stderr}`);
  }
  return recording;
}

/** The same for a counter whose flushes fail; gives how many calls did. */
export function recordFailingDay(
  recorder: string,
  injector: string,
  faults: readonly FaultCase[],
  plant?: Plant,
): { readonly recording: Recording; readonly injected: number } {
  const recording = emptyRecording();
  const plan: FailingDayPlan = { ...recording, orders: newQuickFolder(), faults };
  const done = runRecorded(recording, [recorder, injector], 'recorded-failing-day.ts', plan, plant);
  assert(done.status === 0, `no fault ends the counter: ${done.stderr}`);
  return { recording, injected: done.output[3]?.length ?? 0 };
}

/** Of a damaged journal that is mended at its opening. `prepare` makes one and says what it promised. */
export async function recordMending(
  recorder: string,
  prepare: (root: string, secret: string) => Promise<readonly Promised[]>,
): Promise<Recording> {
  const empty = emptyRecording();
  const { root, secret } = empty;
  const plan: MendingPlan = { root, secret, promises: await prepare(root, secret) };
  const before = newQuickFolder();
  cpSync(root, before, { recursive: true });
  const done = runRecorded(empty, [recorder], 'recorded-mending.ts', plan);
  assert(done.status === 0, `the journal is mended: ${done.stderr}`);
  return { ...empty, before, starts: ['mending'] };
}

function emptyRecording(): Recording {
  const root = newQuickFolder();
  for (const disk of disks) mkdirSync(join(root, disk));
  const log = join(newQuickFolder(), 'io.log');
  const { secret } = generateDeviceKey();
  return { root, log, secret, before: null, starts: ['together', 'journal first'] };
}

function runRecorded(
  { root, log }: Recording,
  preloads: readonly string[],
  script: string,
  plan: object,
  plant: Plant | '' = '',
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [join(import.meta.dirname, script), JSON.stringify(plan)], {
    encoding: 'utf8',
    env: { LD_PRELOAD: preloads.join(':'), DISK_ROOT: root, DISK_LOG: log, DISK_PLANT: plant },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
}

const processes = 2;

/** Judges one image in `every`, in two processes. */
export async function judgeRecording({ log, secret, before, starts }: Recording, every = 1): Promise<Judged> {
  const shares = processes * every;
  const into = newQuickFolder();
  const judged = Array.from({ length: processes }, async (_, share) => {
    const plan: JudgePlan = { log, secret, share, shares, into, before, starts };
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

/** One line for each kind of violation: how often, and in which image first. */
export function brokenImages({ found }: Judged): string[] {
  return Object.entries(found).map(
    ([fault, { times, first }]) => `${fault}: ${times} times, first at ${first}`,
  );
}
