import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { mustRun } from '../../build/run-command.ts';

/** Compiles a C file that a test puts before a program's system calls; gives what LD_PRELOAD takes. */
export async function compilePreload(source: string): Promise<string> {
  const library = join(newQuickFolder(), `${basename(source, '.c')}.so`);
  const strict = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror'];
  await mustRun('gcc', [...strict, '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread'], {
    output: 'keep',
  });
  return library;
}

const roomBytes = 48 * 1_048_576;

/** A new folder in memory where the machine has room there: thousands of images wait for no disk. */
export function newQuickFolder(): string {
  return mkdtempSync(join(hasRoom('/dev/shm') ? '/dev/shm' : tmpdir(), 'division-counter-'));
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > roomBytes;
  } catch {
    return false;
  }
}
