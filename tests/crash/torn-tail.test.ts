import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFrames } from '../../db/mirror/frame.ts';
import { concludeFault, tallied } from '../harness/planned-fault.ts';
import { newQuickFolder, removeTestFolders } from '../harness/test-folders.ts';
import { killedInMidDay, lossesAfter, type TwoCopies } from '../harness/two-copies.ts';
import { faultPlan } from './fault-plan.ts';

const logHeadBytes = 32;
const frameHeadBytes = 24;

let copies: TwoCopies;

beforeAll(async () => {
  copies = await killedInMidDay(newQuickFolder(), 12);
});

afterAll(removeTestFolders);

/** So many places, evenly spread from `from` up to, but not including, `to`. */
function places(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => from + Math.floor(((to - from) * n) / count));
}

/** Where the frames of the last commit end: SQLite reads no further, what lies behind are grown zeros. */
function endOfLog(): number {
  const { log, journal } = copies;
  const frameBytes = frameHeadBytes + journal.readUInt16BE(16);
  let end = logHeadBytes;
  while (end + frameBytes <= log.length && log.readUInt32BE(end) !== 0) end += frameBytes;
  return end;
}

describe('a torn tail', () => {
  it('of the second copy is written again from the journal', async () => {
    const { frames, bytes } = decodeFrames(copies.mirror);
    const last = frames.at(-1);
    const lastBytes = 12 + Buffer.byteLength(last?.headText ?? '') + (last?.sealed.length ?? 0);
    const seen: string[] = [];
    const broken: string[] = [];
    const cuts = places(bytes - lastBytes, bytes, faultPlan.tornMirror.times);
    for (const cut of cuts) {
      const { opened, losses } = await lossesAfter(copies, { mirror: copies.mirror.subarray(0, cut) });
      seen.push(`${opened}, both copies whole`);
      if (opened !== 'opened') broken.push(`cut at ${cut}: ${opened}`);
      broken.push(...losses.map((loss) => `cut at ${cut}: ${loss}`));
    }
    expect(concludeFault('tornMirror', { times: cuts.length, seen: tallied(seen), broken })).toEqual([]);
  }, 120_000);

  it('of the log is written again from the second copy', async () => {
    const end = endOfLog();
    const seen: string[] = [];
    const broken: string[] = [];
    const cuts = places(logHeadBytes, end, faultPlan.tornLog.times);
    for (const cut of cuts) {
      const log = Buffer.concat([copies.log.subarray(0, cut), Buffer.alloc(copies.log.length - cut)]);
      const { opened, losses } = await lossesAfter(copies, { log });
      seen.push(`${opened}, both copies whole`);
      if (opened !== 'opened') broken.push(`cut at ${cut}: ${opened}`);
      broken.push(...losses.map((loss) => `cut at ${cut}: ${loss}`));
    }
    expect(concludeFault('tornLog', { times: cuts.length, seen: tallied(seen), broken })).toEqual([]);
  }, 120_000);
});
