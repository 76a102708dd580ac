import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { faultOfError } from '../fault.ts';

/**
 * A file beside the journal that stands there while the second copy is lost. Whoever finds a journal that
 * cannot be read knows by it whether there may be sales that no other file holds.
 */
const lossMark = 'second-copy-lost';

/** A disk that does not take the mark does not stop a sale: the journal itself has the loss on record. */
export function markLoss(folder: string): void {
  try {
    const mark = openSync(join(folder, lossMark), 'a', 0o600);
    try {
      fsyncSync(mark);
    } finally {
      closeSync(mark);
    }
  } catch (error) {
    if (faultOfError(error) === null) throw error;
  }
}

export function clearLoss(folder: string): void {
  rmSync(join(folder, lossMark), { force: true });
}

export function lossIsMarked(folder: string): boolean {
  return existsSync(join(folder, lossMark));
}
