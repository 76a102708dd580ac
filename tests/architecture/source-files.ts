import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The top of the repository, absolute. */
export const repository = join(import.meta.dirname, '..', '..');

/** One source text, by its path from the top with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Folders that hold nothing written by hand. */
const generated = new Set(['node_modules', 'dist', 'out', '.git', '.vitest', 'test-results', 'fixtures']);

/** Every file of the repository, by its path from the top. */
export function allPaths(folder: string = repository): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (generated.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? allPaths(path) : [relative(repository, path).replaceAll('\\', '/')];
  });
}

/** Every file of program text: TypeScript, React components and the few plain modules. */
export function sourceFiles(): SourceFile[] {
  return allPaths()
    .filter((path) => /\.(?:ts|tsx|mts|cts|js|jsx|mjs|cjs)$/u.test(path))
    .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }));
}
