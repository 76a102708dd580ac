import { existsSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultOfError } from '../fault.ts';

const blockBytes = 4_096;
const stepBytes = 1_048_576;

export interface PrivateCopy {
  readonly path: string;
  /** Blocks that the device would not give: zeros stand in their place. */
  readonly blocksLost: number;
  readonly remove: () => Promise<void>;
}

/**
 * A journal and its log, copied so that reading can change nothing of what may be the last evidence.
 * What a dying disk does not give is passed over block by block. Throws where even the copy cannot
 * be written.
 */
export async function privateCopy(path: string): Promise<PrivateCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'division-counter-salvage-'));
  const copy = join(folder, 'journal.db');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    let blocksLost = await copyWhatCanBeRead(path, copy);
    if (existsSync(`${path}-wal`)) blocksLost += await copyWhatCanBeRead(`${path}-wal`, `${copy}-wal`);
    return { path: copy, blocksLost, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function copyWhatCanBeRead(from: string, to: string): Promise<number> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const { size } = await source.stat();
      let lost = 0;
      for (let at = 0; at < size; at += stepBytes) {
        const length = Math.min(stepBytes, size - at);
        lost += await copyStep(source, target, at, length, stepBytes);
      }
      return lost;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** A large step that fails is tried again in blocks. */
async function copyStep(
  source: FileHandle,
  target: FileHandle,
  at: number,
  length: number,
  step: number,
): Promise<number> {
  const bytes = Buffer.alloc(length);
  try {
    await source.read(bytes, 0, length, at);
  } catch (error) {
    if (faultOfError(error) === null) throw error;
    if (step > blockBytes) {
      let lost = 0;
      for (let within = 0; within < length; within += blockBytes) {
        lost += await copyStep(
          source,
          target,
          at + within,
          Math.min(blockBytes, length - within),
          blockBytes,
        );
      }
      return lost;
    }
    await target.write(Buffer.alloc(length), 0, length, at);
    return 1;
  }
  await target.write(bytes, 0, length, at);
  return 0;
}
