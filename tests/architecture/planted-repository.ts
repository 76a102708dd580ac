import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { allPaths, repository, type SourceFile } from './source-files.ts';

const configuration = ['package.json', '.oxlintrc.json', '.oxfmtrc.json', 'tsconfig.json', '.gitignore'];

/**
 * A small repository in a temporary folder with the real configuration, the real counter/ and these files: the
 * gates run on it as they run here, and nothing is ever planted among the real sources.
 */
export function plantRepository(files: readonly SourceFile[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  const copied = allPaths().filter(
    (path) => configuration.includes(path) || path.endsWith('/tsconfig.json') || path.startsWith('counter/'),
  );
  for (const path of copied) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(repository, path), join(folder, path));
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), file.text);
  }
  return folder;
}
