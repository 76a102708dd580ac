import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../build/consumers/seeded-random.ts';
import { flipped, flipsOver } from '../harness/bit-flips.ts';
import { concludeFault, tallied } from '../harness/planned-fault.ts';
import { newQuickFolder, removeTestFolders } from '../harness/test-folders.ts';
import { killedInMidDay, lossesAfter, type TwoCopies } from '../harness/two-copies.ts';
import { faultPlan } from './fault-plan.ts';

const seed = 20_261_123;
const headBytes = 32;
const frameHeadBytes = 24;

let copies: TwoCopies;

beforeAll(async () => {
  copies = await killedInMidDay(newQuickFolder(), 12);
});

afterAll(removeTestFolders);

/** Head of the log, and head and page of every frame that was written. */
function stretches(): { from: number; to: number }[] {
  const { log, journal } = copies;
  const pageBytes = journal.readUInt16BE(16);
  const found = [{ from: 0, to: headBytes }];
  for (let at = headBytes; at + frameHeadBytes + pageBytes <= log.length; at += frameHeadBytes + pageBytes) {
    if (log.readUInt32BE(at) === 0) break;
    found.push(
      { from: at, to: at + frameHeadBytes },
      { from: at + frameHeadBytes, to: at + frameHeadBytes + pageBytes },
    );
  }
  return found;
}

describe('one flipped bit in the log of a killed process', () => {
  it('costs no entry: what the log lost comes back from the second copy', async () => {
    const all = stretches();
    expect(all.length).toBeGreaterThan(50);
    const seen: string[] = [];
    const broken: string[] = [];
    const flips = flipsOver(all, faultPlan.logBits.times, seededRandom(seed));
    for (const flip of flips) {
      const { opened, losses } = await lossesAfter(copies, { log: flipped(copies.log, flip) });
      const where = `byte ${flip.byte}, bit ${flip.bit}`;
      seen.push(opened === 'opened' ? 'every entry in both copies' : `shut as ${opened}`);
      broken.push(...losses.map((loss) => `${where}: ${loss}`));
    }
    expect(concludeFault('logBits', { times: flips.length, seen: tallied(seen), broken })).toEqual([]);
  }, 600_000);
});
