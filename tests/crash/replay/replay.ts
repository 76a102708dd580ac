import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../build/consumers/seeded-random.ts';
import { apply, type Disk } from './disk.ts';
import { chooseImage, type Cut, type Image } from './images.ts';
import { layOut } from './lay-out.ts';
import type { Operation } from './io-log.ts';
import { judgeImage, type Start, type Verdict } from './judge.ts';
import { disks } from './places.ts';
import { type Promised, readPromise } from './promise.ts';

/** One image that a power cut may leave, between two operations of the recorded program. */
export interface CutPoint {
  readonly operation: number;
  readonly cut: Cut;
  readonly disk: Disk;
  readonly image: Image;
  readonly promises: readonly Promised[];
}

/** After every operation these cuts are tried; images that are the same are judged once. */
const cuts: readonly Cut[] = ['nothing', 'everything', 'some', 'torn', 'sectors'];

/** Every image of a log in turn. The disk goes on with the next one: lay an image out before asking on. */
export function* cutPoints(disk: Disk, operations: readonly Operation[]): Generator<CutPoint> {
  const promises: Promised[] = [];
  const seen = new Set<string>();
  let generation = 0;
  for (const [index, operation] of operations.entries()) {
    apply(disk, operation);
    if (operation.kind === 'acknowledge') promises.push(readPromise(operation.text));
    if (['acknowledge', 'sync', 'failed sync'].includes(operation.kind)) {
      generation += 1;
      seen.clear();
    }
    for (const [turn, cut] of cuts.entries()) {
      const image = chooseImage(disk, cut, generation, seededRandom(index * cuts.length + turn));
      if (seen.has(image.key)) continue;
      seen.add(image.key);
      yield { operation: index, cut, disk, image, promises };
    }
  }
}

/** What a share of the images came to. */
export interface Judged {
  images: number;
  violations: number;
  /** How often each fault was found, and the first image that shows it. */
  readonly found: Record<string, { times: number; first: string }>;
}

export interface Recorded {
  /** The disks when the recording began. */
  readonly before: Disk;
  readonly operations: readonly Operation[];
  readonly secret: string;
  /** Each image is opened in one of these ways. */
  readonly starts: readonly Start[];
}

/** Judges each image whose number leaves `share` when divided by `shares`, in folders below `into`. */
export async function judgeShare(
  { before, operations, secret, starts }: Recorded,
  { share, shares, into }: { readonly share: number; readonly shares: number; readonly into: string },
): Promise<Judged> {
  const judged: Judged = { images: 0, violations: 0, found: {} };
  let number = 0;
  for (const { operation, cut, disk, image, promises } of cutPoints(before, operations)) {
    number += 1;
    if (number % shares !== share) continue;
    const root = join(into, String(number));
    layOut(disk, disks, image, root);
    const start = seededRandom(number).pick(starts);
    count(judged, await judgeImage(root, secret, promises, start), `operation ${operation}, ${cut}`);
    rmSync(root, { recursive: true, force: true });
  }
  return judged;
}

function count(judged: Judged, verdict: Verdict, image: string): void {
  judged.images += 1;
  if (verdict === null) return;
  judged.violations += 1;
  const found = (judged.found[verdict] ??= { times: 0, first: image });
  found.times += 1;
}
