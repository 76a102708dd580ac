import { existsSync } from 'node:fs';
import { copyFile, link, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IsoDate } from '../../counter/time.ts';
import { journalFileName } from '../commit.ts';
import { errorCode } from '../fault.ts';
import { syncFolder } from '../mirror/writer.ts';

const mended = /^journal\.db\.mended-(.+)$/u;

/** Where the new file is written; nobody reads it before it has its name. */
export const unfinishedName = `${journalFileName}.mending`;

/** Where a test may end the process in the middle of a swap. */
export type SwapPoint = 'named' | 'kept' | 'log-kept' | 'log-removed' | 'swapped';

/**
 * Puts a new journal in the place of a damaged one. From the moment at which the new file has its name, the
 * swap is carried through by whoever opens the folder next, so a crash leaves the old journal or the new
 * one, never none and never a new one with the log of the old. Returns the name of the kept damaged file.
 */
export async function swapIn(
  folder: string,
  date: IsoDate,
  at: (point: SwapPoint) => void = () => undefined,
): Promise<string> {
  const names = await readdir(folder);
  const free = (mark: string): boolean => !names.includes(`${journalFileName}.damaged-${mark}`);
  let mark: string = date;
  for (let part = 2; !free(mark); part += 1) mark = `${date}-${part}`;
  await flush(join(folder, unfinishedName));
  await rename(join(folder, unfinishedName), join(folder, `${journalFileName}.mended-${mark}`));
  await syncFolder(folder);
  at('named');
  await finishSwap(folder, at);
  return `${journalFileName}.damaged-${mark}`;
}

/** Carries through a swap that a crash cut off; does nothing where there is none. */
export async function finishSwap(
  folder: string,
  at: (point: SwapPoint) => void = () => undefined,
): Promise<void> {
  if (!existsSync(folder)) return;
  const mark = (await readdir(folder))
    .map((name) => mended.exec(name)?.[1])
    .find((found) => found !== undefined);
  if (mark === undefined) return;
  const journal = join(folder, journalFileName);
  const evidence = `${journal}.damaged-${mark}`;
  await keep(journal, evidence);
  at('kept');
  // A log that outlives its journal would be laid over the new one.
  await keep(`${journal}-wal`, `${evidence}-wal`);
  await syncFolder(folder);
  at('log-kept');
  for (const suffix of ['-wal', '-shm', '-journal']) await rm(journal + suffix, { force: true });
  await syncFolder(folder);
  at('log-removed');
  await rename(`${journal}.mended-${mark}`, journal);
  await syncFolder(folder);
  at('swapped');
}

/** The same file under a second name, or a copy of it where the file system knows no second names. */
async function keep(path: string, evidence: string): Promise<void> {
  if (!existsSync(path) || existsSync(evidence)) return;
  try {
    await link(path, evidence);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(errorCode(error))) throw error;
    await copyFile(path, `${evidence}.unfinished`);
    await flush(`${evidence}.unfinished`);
    await rename(`${evidence}.unfinished`, evidence);
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
