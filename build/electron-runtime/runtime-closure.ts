import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../repository.ts';

/**
 * The packages that `roots` need at run time, roots included: dependencies, and those optional ones that are
 * installed for this platform. Paths are relative to `repository`, nested copies included.
 */
export function runtimeClosure(repository: string, roots: readonly string[]): string[] {
  const found = new Set<string>();
  const queue = roots.map((name) => ({ name, from: '' }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const path = resolvePackage(repository, next.name, next.from);
    if (path === undefined || found.has(path)) continue;
    found.add(path);
    const manifest = readManifest(join(repository, path));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
      if (!name.startsWith('@types/')) queue.push({ name, from: path });
  }
  return [...found].toSorted();
}

/** As Node looks for packages: in the importer's own node_modules, then in each one above it. */
function resolvePackage(repository: string, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = parentPackage(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(repository, path, 'package.json'))) return path;
    if (folder === '') return undefined;
  }
}

function parentPackage(path: string): string {
  const at = path.lastIndexOf('node_modules');
  return at <= 0 ? '' : path.slice(0, at - 1);
}
