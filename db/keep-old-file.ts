import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const chunkBytes = 1_048_576;

/**
 * Keeps the file that is open as `source` whole beside `path`, flushed, as `PATH.before-NUMBER`; what
 * an earlier upgrade kept under that name stays, and the new one is called `…-2`. Gives the path of
 * the kept file. The copy is read again from disk and gets its name only when it is the same.
 */
export function keepOldFile(source: number, path: string, number: number): string {
  const wanted = sha256Of(source);
  for (let part = 1; ; part += 1) {
    const kept = `${path}.before-${number}${part === 1 ? '' : `-${part}`}`;
    if (!existsSync(kept)) {
      copyWhole(source, kept, wanted);
      return kept;
    }
    // A crash between the copy and the migration: the file is there already.
    if (sha256OfFile(kept) === wanted) return kept;
  }
}

function copyWhole(source: number, kept: string, wanted: string): void {
  const unfinished = `${kept}.unfinished`;
  const target = openSync(unfinished, 'w', 0o600);
  try {
    for (const { chunk, position } of chunksOf(source)) writeSync(target, chunk, 0, chunk.length, position);
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
  if (sha256OfFile(unfinished) !== wanted) {
    throw Object.assign(new Error(`${unfinished} is not what was written to it`), { code: 'EIO' });
  }
  renameSync(unfinished, kept);
  flushFolder(dirname(kept));
}

function* chunksOf(file: number): Generator<{ readonly chunk: Buffer; readonly position: number }> {
  const buffer = Buffer.alloc(chunkBytes);
  for (let position = 0; ;) {
    const bytes = readSync(file, buffer, 0, chunkBytes, position);
    if (bytes === 0) return;
    yield { chunk: buffer.subarray(0, bytes), position };
    position += bytes;
  }
}

function sha256Of(file: number): string {
  const sum = createHash('sha256');
  for (const { chunk } of chunksOf(file)) sum.update(chunk);
  return sum.digest('hex');
}

function sha256OfFile(path: string): string {
  const file = openSync(path, 'r');
  try {
    return sha256Of(file);
  } finally {
    closeSync(file);
  }
}

/** A new name is on disk only when its folder is; Windows has no such call and needs none. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
