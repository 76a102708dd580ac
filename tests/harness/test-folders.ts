import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memoryFolder = '/dev/shm';
const megabyte = 1_048_576;
const made: string[] = [];

/** A new folder in memory where the machine has room there: thousands of images wait for no disk. */
export function newQuickFolder(roomBytes: number = 48 * megabyte): string {
  return newFolderIn(hasRoom(memoryFolder, roomBytes) ? memoryFolder : tmpdir());
}

/** A new folder that is removed with the quick ones. */
export function newTestFolder(): string {
  return newFolderIn(tmpdir());
}

/** Memory is not given back by itself: call it when a file of tests is done. */
export function removeTestFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

function newFolderIn(parent: string): string {
  const folder = mkdtempSync(join(parent, 'division-counter-'));
  made.push(folder);
  return folder;
}

function hasRoom(folder: string, roomBytes: number): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > roomBytes;
  } catch {
    return false;
  }
}
