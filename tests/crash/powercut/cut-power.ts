import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom } from '../../../build/consumers/seeded-random.ts';
import { generateDeviceKey } from '../../../db/crypto.ts';
import type { InsidePlan } from './inside.ts';
import { type Machine, newMachine, start } from './machine.ts';
import { type MachineLine, readMachineLine } from './machine-line.ts';

/** One power cut, and what the next start of the same machine found. */
export interface Cut {
  readonly cut: number;
  /** Of this run of the machine, from the first promise to the cut; null when it was cut before one. */
  readonly soldForMs: number | null;
  /** Slips that were out, over all runs on these disks. */
  readonly promised: number;
  readonly lost: number;
  readonly beyond: number;
  readonly verdict: string | null;
}

export interface CutsPlan {
  readonly cuts: number;
  readonly seed: number;
  readonly plant: InsidePlan['plant'];
  readonly say: (cut: Cut) => void;
}

const inside = join(import.meta.dirname, 'inside.ts');
/** A start of kernel and counter takes three seconds; a machine that says nothing for this long is broken. */
const startMs = 120_000;
const sellsMsMin = 100;
const sellsMsMax = 1_200;

/** Sells on one pair of disks through all cuts; each start judges what the cut before it left. */
export async function cutPower(plan: CutsPlan): Promise<Cut[]> {
  const machine = await newMachine();
  const random = seededRandom(plan.seed);
  const { secret } = generateDeviceKey();
  const promises: string[] = [];
  const cuts: Cut[] = [];
  let soldForMs: number | null = null;
  for (let run = 0; run <= plan.cuts; run += 1) {
    const isLast = run === plan.cuts;
    const sellsMs = random.whole(sellsMsMin, sellsMsMax);
    const planFile = writePlan(machine, secret, promises, isLast ? 'judge' : 'judge and sell', plan.plant);
    const ran = await runOnce(machine, planFile, promises, sellsMs);
    if (run > 0) {
      if (ran.judged === null) throw new Error(`nothing was judged:\n${ran.console.slice(-20).join('\n')}`);
      const { kind: _, ...found } = ran.judged;
      const cut: Cut = { cut: run, soldForMs, ...found };
      cuts.push(cut);
      plan.say(cut);
    }
    soldForMs = ran.soldForMs;
  }
  return cuts;
}

/** A line for each cut that broke a promise. */
export function brokenCuts(cuts: readonly Cut[]): string[] {
  return cuts
    .filter(({ lost, verdict }) => lost > 0 || verdict !== null)
    .map(({ cut, lost, verdict }) => `cut ${cut}: ${lost} lost, ${verdict ?? 'found by the second copy'}`);
}

function writePlan(
  machine: Machine,
  secret: string,
  promises: readonly string[],
  act: InsidePlan['act'],
  plant: InsidePlan['plant'],
): string {
  const told = join(machine.folder, 'promises');
  writeFileSync(told, promises.map((line) => `${line}\n`).join(''));
  const planFile = join(machine.folder, 'plan.json');
  const plan: InsidePlan = { root: machine.root, secret, promises: told, act, plant };
  writeFileSync(planFile, JSON.stringify(plan));
  return planFile;
}

interface Ran {
  readonly judged: Extract<MachineLine, { kind: 'judged' }> | null;
  readonly soldForMs: number | null;
  readonly console: readonly string[];
}

/** From start to cut: `sellsMs` after the first promise, or at once when the program inside has ended. */
async function runOnce(
  machine: Machine,
  planFile: string,
  promises: string[],
  sellsMs: number,
): Promise<Ran> {
  const running = start(machine, inside, planFile);
  const ending = new AbortController();
  const cutAfter = (ms: number) =>
    wait(ms, undefined, { signal: ending.signal }).then(running.cut, () => undefined);
  let cutting = cutAfter(startMs);
  let judged: Ran['judged'] = null;
  let firstAt: number | null = null;
  const console: string[] = [];
  for await (const line of running.lines) {
    if (line.startsWith('{"kind":"entry"')) {
      if (!line.endsWith('}')) continue;
      promises.push(line);
      if (firstAt === null) cutting = cutAfter(sellsMs);
      firstAt ??= performance.now();
      continue;
    }
    console.push(line);
    const said = readMachineLine(line);
    if (said?.kind === 'judged') judged = said;
    if (said?.kind === 'ended') cutting = running.cut();
  }
  const soldForMs = firstAt === null ? null : Math.round(performance.now() - firstAt);
  ending.abort();
  await cutting;
  return { judged, soldForMs, console };
}
