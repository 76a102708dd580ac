import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { repository } from './source-files.ts';

const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const versions = z.record(z.string(), z.string()).default({});
const manifest = z
  .object({
    dependencies: versions,
    devDependencies: versions,
    optionalDependencies: versions,
    scripts: versions,
  })
  .parse(JSON.parse(read('package.json')));
const lockedSchema = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
});
const locked = z
  .object({ packages: z.record(z.string(), lockedSchema) })
  .parse(JSON.parse(read('package-lock.json')));

/**
 * Packages with an install script that npm does not run here, and why each works without it. A new name in this
 * list means: read its script first.
 */
const worksWithoutItsScript: Readonly<Record<string, string>> = {
  '@serialport/bindings-cpp':
    'its script only falls back to a compiler; prebuilt binaries lie in the package',
  koffi: 'its script only checks for a prebuilt binary, which an optional package brings',
  'electron-winstaller': 'copies a Windows tool; no Windows installer is made by it',
};

function exactFault(name: string, version: string): string | undefined {
  return /^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version) ? undefined : `${name} is ${version}`;
}

describe('dependencies', () => {
  const direct = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });

  it('are pinned exactly', () => {
    expect(direct.length).toBeGreaterThan(30);
    expect(direct.flatMap(([name, version]) => exactFault(name, version) ?? [])).toEqual([]);
    expect(exactFault('planted', '^1.2.3')).toBe('planted is ^1.2.3');
    expect(exactFault('planted', 'latest')).toBe('planted is latest');
  });

  it('are those of the lockfile, with a hash each and no address', () => {
    const root = locked.packages[''];
    expect(root?.dependencies).toEqual(manifest.dependencies);
    expect(root?.devDependencies).toEqual(manifest.devDependencies);
    expect(root?.optionalDependencies).toEqual(manifest.optionalDependencies);
    const entries = Object.entries(locked.packages).filter(([path]) => path !== '');
    expect(entries.filter(([, entry]) => entry.integrity === undefined).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('need no install script, and npm runs none', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/mu);
    const withScript = Object.entries(locked.packages)
      .filter(([, entry]) => entry.hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(withScript.filter((name) => !(name in worksWithoutItsScript))).toEqual([]);
  });

  it('leave no work to scripts around scripts, which npm skips with ignore-scripts', () => {
    const names = Object.keys(manifest.scripts);
    const around = names.filter(
      (name) => names.includes(name.replace(/^(?:pre|post)/u, '')) && /^(?:pre|post)/u.test(name),
    );
    expect(around).toEqual([]);
    expect(names).not.toContain('prepare');
    expect(names).not.toContain('postinstall');
  });
});
