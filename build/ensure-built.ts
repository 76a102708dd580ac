import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFolder } from './repository.ts';
import { mustRun } from './run-command.ts';

/** What a build is made from. */
const sources = ['counter', 'db', 'printers', 'headend', 'tokens', 'electron', 'renderer', 'build/package'];
const sourceFiles = ['vite.config.ts', 'package.json', 'package-lock.json'];
const stamp = join(repositoryFolder, 'dist', 'built-from.txt');

/** Builds every process, always. */
export async function build(): Promise<void> {
  const from = fingerprint();
  await mustRun('vite', ['build', '--logLevel', 'warn'], { output: 'keep' });
  writeFileSync(stamp, from);
}

/** Builds when a source has changed since the last build. */
export async function ensureBuilt(say: (line: string) => void): Promise<void> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return;
  say('Building …');
  await build();
}

/** Changes when a source appears, goes, or is written. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of sources)
    for (const entry of readdirSync(join(repositoryFolder, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) hash.update(fact(join(entry.parentPath, entry.name)));
  for (const file of sourceFiles) hash.update(fact(join(repositoryFolder, file)));
  return hash.digest('hex');
}

function fact(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path}\n${size}\n${mtimeMs}\n`;
}
