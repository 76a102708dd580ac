import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { assert } from '../../../counter/result.ts';
import { generateDeviceKey } from '../../../db/crypto.ts';
import { newQuickFolder } from '../../harness/test-folders.ts';
import type { FaultCase, Sale } from './fault-case.ts';
import { saleSchema } from './fault-case.ts';
import type { FaultyPlan } from './faulty-counter.ts';
import { judgeFault } from './judge-fault.ts';

/** What became of one case. */
export interface FaultRun {
  readonly wanted: FaultCase;
  readonly sales: readonly Sale[];
  /** What is broken afterwards, on a disk that works again; null where nothing is. */
  readonly verdict: string | null;
}

export interface FaultRuns {
  readonly runs: readonly FaultRun[];
  /** Calls that failed, over all cases. */
  readonly injected: number;
  /** 137 where a torn write ended the process. */
  readonly exitCode: number | null;
}

const lineSchema = z.strictObject({ number: z.int(), sale: saleSchema });

/** Sells through all cases in one process with `preload` before its system calls, then judges each journal. */
export async function runFaults(
  preload: string,
  cases: readonly FaultCase[],
  plant?: FaultyPlan['plant'],
): Promise<FaultRuns> {
  const root = newQuickFolder();
  const { secret } = generateDeviceKey();
  const plan: FaultyPlan = { root, secret, cases, plant };
  const script = join(import.meta.dirname, 'faulty-counter.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(plan)], {
    env: { ...process.env, LD_PRELOAD: preload },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const { stdout, stderr, stdio } = child;
  const told = stdio[3];
  assert(stdout !== null && stderr !== null, 'what the counter says can be read');
  assert(told !== null && told !== undefined && 'setEncoding' in told, 'what was injected can be read');
  const [out, errors, injected] = await Promise.all([
    text(stdout),
    text(stderr),
    text(told),
    child.exitCode === null ? once(child, 'exit') : null,
  ]);
  assert(child.exitCode === 0 || child.exitCode === 137, `no fault ends the counter: ${errors}`);
  const lines = out.split('\n').filter((line) => line !== '');
  const said = lines.map((line) => lineSchema.parse(JSON.parse(line)));
  const runs: FaultRun[] = [];
  for (const [number, wanted] of cases.entries()) {
    const sales = said.filter((line) => line.number === number).map(({ sale }) => sale);
    const isWhole = child.exitCode === 0;
    runs.push({
      wanted,
      sales,
      verdict: await judgeFault(join(root, String(number)), secret, sales, isWhole),
    });
  }
  return { runs, injected: injected.length, exitCode: child.exitCode };
}
