import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../counter/ids.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { fault, faultOfError, type JournalFault } from '../fault.ts';
import { syncFolder } from '../mirror/writer.ts';

/** A file that takes up room beside the journal, so that there is room to close the day on a full disk. */
export const reserveName = 'reserve';

/** Free space that must stay beside a new reserve, as a multiple of it: making it must not fill the disk. */
const roomFactor = 2;
const stepBytes = 1_048_576;

export function hasReserve(folder: string, bytes: number): boolean {
  const path = join(folder, reserveName);
  return existsSync(path) && statSync(path).size >= bytes;
}

/**
 * Writes the reserve with bytes that no file system can leave out, flushed, and gives it its name last. A
 * disk without room for it is no fault of the journal: `disk-full` says so, and nothing is left behind.
 */
export async function makeReserve(
  folder: string,
  bytes: number,
  random: Random,
): Promise<Result<void, JournalFault>> {
  const partial = join(folder, `${reserveName}.partial`);
  try {
    await rm(partial, { force: true });
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < bytes * roomFactor) return err(fault('disk-full', 'no room for the reserve'));
    await fill(partial, bytes, random);
    await rename(partial, join(folder, reserveName));
    await syncFolder(folder);
    return ok(undefined);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    const known = faultOfError(error);
    if (known === null) throw error;
    return err(known);
  }
}

async function fill(path: string, bytes: number, random: Random): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes; at += stepBytes) {
      const step = random(Math.min(stepBytes, bytes - at));
      await handle.write(step, 0, step.length, at);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives the room back to the disk at once. False where there is no reserve. */
export function freeReserve(folder: string): boolean {
  const path = join(folder, reserveName);
  try {
    if (!existsSync(path)) return false;
    rmSync(path);
    if (process.platform === 'win32') return true;
    const handle = openSync(folder, 'r');
    fsyncSync(handle);
    closeSync(handle);
    return true;
  } catch (error) {
    // The disk has other troubles than being full; the journal meets them by itself.
    if (faultOfError(error) === null) throw error;
    return false;
  }
}
