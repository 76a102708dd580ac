import { spawnSync } from 'node:child_process';
import { assert } from '../../counter/result.ts';
import { careResourceLimits } from '../../db/care/care-run.ts';
import { closeJournal, openJournal } from '../../db/journal.ts';
import type { ChildPlan } from '../harness/journal-child.ts';
import type { LargeJournal } from './large-journal.ts';
import type { ProofFigures } from './prove-child.ts';

const crashAfterSales = 40;

/** Milliseconds that the opening takes after the process was killed between two sales. */
export async function crashWhileSelling({ options, secret }: LargeJournal): Promise<number> {
  const plan: ChildPlan = {
    folder: options.folder,
    mirrorFolder: null,
    secret,
    act: 'sell',
    sales: crashAfterSales + 1,
    crashAt: 'after-commit',
    after: crashAfterSales,
  };
  const killed = child('../harness/journal-child.ts', plan);
  assert(killed.signal === 'SIGKILL', `the counter was killed: ${killed.stdout}${killed.stderr}`);
  const clock = { wallMs: () => Date.now(), monotonicMs: () => Math.round(performance.now()) };
  const startedMs = performance.now();
  const opened = await openJournal({ ...options, clock, bootId: 'after-the-crash' });
  const tookMs = performance.now() - startedMs;
  assert(opened.ok, `the journal opens after the crash: ${JSON.stringify(opened)}`);
  await closeJournal(opened.value);
  return tookMs;
}

/** The young generation has three of them. */
const semiSpaces = 3;

/** In a process of its own with the memory of the care thread, so that what it takes is its own. */
export function proveInProcess({ options, secret }: LargeJournal): ProofFigures {
  const young = `--max-semi-space-size=${careResourceLimits.maxYoungGenerationSizeMb / semiSpaces}`;
  const old = `--max-old-space-size=${careResourceLimits.maxOldGenerationSizeMb}`;
  const plan = { folder: options.folder, secret };
  const { stdout, stderr } = child('./prove-child.ts', plan, [young, old]);
  assert(stdout.startsWith('{'), `the proof gives figures: ${stderr}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the child beside this file writes it
  return JSON.parse(stdout) as ProofFigures;
}

function child(program: string, plan: object, flags: readonly string[] = []) {
  const path = new URL(program, import.meta.url).pathname;
  return spawnSync(process.execPath, [...flags, path, JSON.stringify(plan)], { encoding: 'utf8' });
}
