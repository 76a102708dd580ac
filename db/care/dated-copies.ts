import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../counter/limits.ts';
import type { IsoDate } from '../../counter/time.ts';

/** A whole copy of the journal, proved when it was made. */
export interface DatedCopy {
  readonly name: string;
  readonly date: IsoDate;
  /** Last entry that it holds. */
  readonly seq: number;
}

const pattern = /^(\d{4}-\d{2}-\d{2})-(\d+)\.journal$/u;
/** Not finished, or not proved: nothing in the world relies on such a file. */
const unfinished = /\.partial(?:-wal|-shm|-journal)?$/u;

/** `2026-11-23-412.journal`: the date on which it was made, and its last entry. */
export function copyName(date: IsoDate, seq: number): string {
  return `${date}-${seq}.journal`;
}

/** The copies among these names, oldest first. Other files are none of ours. */
export function datedCopies(names: readonly string[]): DatedCopy[] {
  const copies: DatedCopy[] = [];
  for (const name of names) {
    const [, date, seq] = pattern.exec(name) ?? [];
    if (date !== undefined && seq !== undefined) copies.push({ name, date, seq: Number(seq) });
  }
  return copies.toSorted((left, right) => left.seq - right.seq || (left.date < right.date ? -1 : 1));
}

/** Those that go when more than seven are kept: the oldest, never the newest. */
export function copiesToDrop(copies: readonly DatedCopy[]): readonly DatedCopy[] {
  return copies.slice(0, Math.max(0, copies.length - limits.datedCopiesKept));
}

/** Copies are all that this program ever deletes, and only beyond the seven newest. */
export async function dropOldCopies(folder: string): Promise<void> {
  for (const { name } of copiesToDrop(datedCopies(await readdir(folder)))) await rm(join(folder, name));
}

/** What a run that was cut off left behind. */
export async function dropUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (unfinished.test(name)) await rm(join(folder, name), { force: true });
  }
}
