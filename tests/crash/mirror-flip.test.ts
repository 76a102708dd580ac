import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../build/consumers/seeded-random.ts';
import { decodeFrames, type Frame } from '../../db/mirror/frame.ts';
import { type MirrorContents, readMirrorFile } from '../../db/mirror/read-file.ts';
import { flipped, flipsOver, type Stretch } from '../harness/bit-flips.ts';
import { concludeFault, tallied } from '../harness/planned-fault.ts';
import { newQuickFolder, removeTestFolders } from '../harness/test-folders.ts';
import { killedInMidDay, lossesAfter, type TwoCopies } from '../harness/two-copies.ts';
import { faultPlan } from './fault-plan.ts';

const seed = 20_261_123;
const lengthsBytes = 8;
const sumBytes = 4;
/** Of so many flips the journal is opened too, to see that the copy is made whole. */
const openedEach = 25;

let folder: string;
let copies: TwoCopies;

beforeAll(async () => {
  folder = newQuickFolder();
  copies = await killedInMidDay(folder, 40);
});

afterAll(removeTestFolders);

/** Lengths, head, sealed body and checksum of each frame, and the zeros that the file was grown by. */
function stretches(frames: readonly Frame[], bytes: number): Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  const add = (length: number): void => {
    if (length > 0) found.push({ from: at, to: at + length });
    at += length;
  };
  for (const { headText, sealed } of frames) {
    for (const length of [lengthsBytes, Buffer.byteLength(headText), sealed.length, sumBytes]) add(length);
  }
  expect(at).toBe(bytes);
  add(copies.mirror.length - bytes);
  return found;
}

const read = (file: Buffer): Promise<MirrorContents | string> => {
  const path = join(folder, copies.mirrorName);
  writeFileSync(path, file);
  return readMirrorFile(path, { counter: 'C02', epoch: 1 });
};

/** What the reading of the copy says of it; `null` for frames that say something else and pass as whole. */
function verdictOn(contents: MirrorContents | string, whole: MirrorContents): string | null {
  if (typeof contents === 'string') return `found as ${contents}`;
  const isPrefix = contents.frames.every((frame, n) => {
    const wanted = whole.frames[n];
    return wanted !== undefined && frame.headText === wanted.headText && frame.sealed.equals(wanted.sealed);
  });
  if (!isPrefix) return null;
  if (contents.end !== 'clean') return `found as ${contents.end}`;
  return contents.frames.length === whole.frames.length ? 'without meaning' : null;
}

describe('one flipped bit in the second copy', () => {
  it('is found by whoever reads it, and the copy is made whole from the journal', async () => {
    const whole = await read(copies.mirror);
    if (typeof whole === 'string') throw new Error(whole);
    const { frames, bytes } = decodeFrames(copies.mirror);
    const seen: string[] = [];
    const broken: string[] = [];
    const flips = flipsOver(stretches(frames, bytes), faultPlan.mirrorBits.times, seededRandom(seed));
    for (const [n, flip] of flips.entries()) {
      const mirror = flipped(copies.mirror, flip);
      const where = `byte ${flip.byte}, bit ${flip.bit}`;
      const verdict = verdictOn(await read(mirror), whole);
      if (verdict === null) broken.push(`${where}: passes as whole`);
      else seen.push(verdict);
      if (n % openedEach !== 0) continue;
      const { opened, losses } = await lossesAfter(copies, { mirror });
      // A head that cannot be believed keeps the journal shut until a person looks: nothing is sold on a doubt.
      if (opened !== 'opened' && opened !== 'mirror-disagrees') broken.push(`${where}: ${opened}`);
      broken.push(...losses.map((loss) => `${where}: ${loss}`));
    }
    expect(concludeFault('mirrorBits', { times: flips.length, seen: tallied(seen), broken })).toEqual([]);
  }, 600_000);
});
