import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { runtimeModules } from '../package/runtime-modules.ts';
import { makeOnce } from './cache-folder.ts';
import { runtimeClosure } from './runtime-closure.ts';

const keptCopies = 4;
/** better-sqlite3 is 27 MB of sources and of binaries for all platforms; the app loads one of them. */
const unused = /\/better-sqlite3\/(?:deps|src|binding\.gyp)|\/prebuilds\/(?!linux-)|\.map$/u;

/**
 * Copies the built app where an unprivileged user can read it: the repository may lie in a folder that only its
 * owner can enter. The copy's name tells what is in it, so that an unchanged build is copied once.
 */
export async function readableCopy(repository: string, cache: string): Promise<string> {
  const apps = join(cache, 'apps');
  const place = digest([repository]);
  const packages = runtimeClosure(repository, runtimeModules);
  const folder = join(apps, `${place}-${await fingerprint(repository, packages)}`);
  await makeOnce(folder, async (temporary) => {
    for (const path of [
      'package.json',
      'dist/main',
      'dist/service',
      'dist/preload',
      'dist/renderer',
      ...packages,
    ])
      await cp(join(repository, path), join(temporary, path), {
        recursive: true,
        filter: (source) => !unused.test(source.slice(repository.length)),
      });
  });
  // Its time tells which copies are in use: the oldest ones of this repository go.
  await utimes(folder, new Date(), new Date());
  await removeOldCopies(apps, place);
  return folder;
}

async function fingerprint(repository: string, packages: readonly string[]): Promise<string> {
  const facts: string[] = [];
  for (const part of ['main', 'service', 'preload', 'renderer']) {
    const folder = join(repository, 'dist', part);
    if (!existsSync(folder)) throw new Error(`${folder} is not there: run \`npm run build\` first`);
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = await stat(path);
      facts.push(`${path} ${size} ${mtimeMs}`);
    }
  }
  for (const path of [...packages.map((name) => join(name, 'package.json')), 'package.json'])
    facts.push(`${path} ${(await stat(join(repository, path))).mtimeMs}`);
  return digest(facts.toSorted());
}

function digest(facts: readonly string[]): string {
  return createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 12);
}

async function removeOldCopies(apps: string, place: string): Promise<void> {
  const names = (await readdir(apps)).filter(
    (name) => name.startsWith(`${place}-`) && !name.endsWith('.part'),
  );
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(apps, name))).mtimeMs })),
  );
  const old = dated.toSorted((left, right) => right.at - left.at).slice(keptCopies);
  for (const { name } of old) await rm(join(apps, name), { recursive: true, force: true });
}
