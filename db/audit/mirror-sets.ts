import { readdir } from 'node:fs/promises';
import { type MirrorFileName, mirrorFiles } from '../mirror/file-names.ts';

/** The files of one counter and epoch in a folder, oldest first. Those of a later epoch hold the earlier entries too. */
export interface MirrorSet {
  readonly counter: string;
  readonly epoch: number;
  readonly files: readonly MirrorFileName[];
}

/** All that a folder holds, by counter and then by epoch. Files that are none of a second copy are passed over. */
export async function mirrorSets(folder: string): Promise<MirrorSet[]> {
  const owners = new Map<string, { counter: string; epoch: number }>();
  for (const name of await readdir(folder)) {
    const match = /^(.+)-(\d{1,2})-\d{4}-\d{2}-\d{2}(?:-\d+)?\.mirror$/u.exec(name);
    if (match?.[1] === undefined) continue;
    const owner = { counter: match[1], epoch: Number(match[2]) };
    owners.set(`${owner.counter}\n${owner.epoch}`, owner);
  }
  const sets = await Promise.all(
    [...owners.values()].map(async ({ counter, epoch }) => {
      return { counter, epoch, files: await mirrorFiles(folder, counter, epoch) };
    }),
  );
  return sets.toSorted((left, right) =>
    left.counter === right.counter ? left.epoch - right.epoch : left.counter < right.counter ? -1 : 1,
  );
}
