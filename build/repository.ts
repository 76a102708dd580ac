import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** The top of the repository, absolute. */
export const repositoryFolder = resolve(import.meta.dirname, '..');

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** The package.json of `folder`, read for what the build needs. */
export function readManifest(folder: string): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

/** The exact version that package.json pins, for example `45.4.1` for `electron`. */
export function pinnedVersion(packageName: string): string {
  const manifest = readManifest(repositoryFolder);
  const version = manifest.dependencies[packageName] ?? manifest.devDependencies[packageName];
  if (version === undefined) throw new Error(`package.json does not name ${packageName}`);
  return version;
}
