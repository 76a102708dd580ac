import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IsoDate } from '../../counter/time.ts';

export interface MirrorFileName {
  readonly path: string;
  readonly date: IsoDate;
  /** 1 for the day's first file, 2 for the one after a fault. */
  readonly part: number;
}

/** `C02-1-2026-11-23.mirror`, then `C02-1-2026-11-23-2.mirror`. */
export function mirrorFileName(counter: string, epoch: number, date: IsoDate, part: number): string {
  return `${counter}-${epoch}-${date}${part === 1 ? '' : `-${part}`}.mirror`;
}

export interface AnyMirrorFile extends MirrorFileName {
  readonly name: string;
  readonly counter: string;
  readonly epoch: number;
}

/** Every mirror file of the folder, of whatever counter and epoch, newest first within its counter. */
export async function everyMirrorFile(folder: string): Promise<AnyMirrorFile[]> {
  const files: AnyMirrorFile[] = [];
  for (const name of await readdir(folder)) {
    const match = /^(.{1,32})-(\d{1,2})-(\d{4}-\d{2}-\d{2})(?:-(\d{1,3}))?\.mirror$/u.exec(name);
    if (match?.[1] === undefined || match[3] === undefined) continue;
    const [, counter, epoch, date, part = '1'] = match;
    files.push({ path: join(folder, name), name, counter, epoch: Number(epoch), date, part: Number(part) });
  }
  return files.toSorted(newestFirst);
}

function newestFirst(left: AnyMirrorFile, right: AnyMirrorFile): number {
  if (left.counter !== right.counter) return left.counter < right.counter ? -1 : 1;
  if (left.epoch !== right.epoch) return right.epoch - left.epoch;
  if (left.date !== right.date) return left.date < right.date ? 1 : -1;
  return right.part - left.part;
}

/** The files of one counter and epoch, oldest first. Files of others are none of ours. */
export async function mirrorFiles(folder: string, counter: string, epoch: number): Promise<MirrorFileName[]> {
  const prefix = `${counter}-${epoch}-`;
  const files: MirrorFileName[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const match = /^(\d{4}-\d{2}-\d{2})(?:-(\d+))?\.mirror$/u.exec(name.slice(prefix.length));
    if (match?.[1] === undefined) continue;
    files.push({ path: join(folder, name), date: match[1], part: Number(match[2] ?? '1') });
  }
  return files.toSorted((left, right) =>
    left.date === right.date ? left.part - right.part : left.date < right.date ? -1 : 1,
  );
}
