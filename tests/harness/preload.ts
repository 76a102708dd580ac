import { basename, join } from 'node:path';
import { mustRun } from '../../build/run-command.ts';
import { newTestFolder } from './test-folders.ts';

/** Compiles a C file that a test puts before a program's system calls; gives what LD_PRELOAD takes. */
export async function compilePreload(source: string): Promise<string> {
  const library = join(newTestFolder(), `${basename(source, '.c')}.so`);
  const strict = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror'];
  await mustRun('gcc', [...strict, '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread'], {
    output: 'keep',
  });
  return library;
}
