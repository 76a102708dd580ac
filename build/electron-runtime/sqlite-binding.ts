import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../run-command.ts';
import { pinnedVersion, repositoryFolder } from '../repository.ts';
import { makeOnce } from './cache-folder.ts';

/** The first Electron major whose Node has Node-API 10, which better-sqlite3's prebuilt binary needs. */
const firstMajorWithNodeApi10 = 36;

/** True for an Electron that would crash on the prebuilt binary of better-sqlite3. */
export function needsOwnSqliteBinding(electronVersion: string): boolean {
  return Number.parseInt(electronVersion, 10) < firstMajorWithNodeApi10;
}

const nodeApiDefine = "'NAPI_VERSION=10'";
const experimentalDefines = "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'";

/**
 * binding.gyp for Node-API 9. Plain NAPI_VERSION=9 aborts at load, since the sources hold references to strings:
 * those exist from version 10 on, or in what 9 calls experimental.
 */
export function bindingForNodeApi9(bindingGyp: string): string {
  if (!bindingGyp.includes(nodeApiDefine))
    throw new Error(`better-sqlite3's binding.gyp has no ${nodeApiDefine}`);
  return bindingGyp.replace(nodeApiDefine, experimentalDefines);
}

/**
 * Compiles better-sqlite3 for Node-API 9 once (75 seconds) and returns the path for its `nativeBinding` option.
 * `beforeCompiling` makes sure of the compiler; it is not called when the binary is in the cache.
 */
export async function prepareSqliteBinding(
  cache: string,
  beforeCompiling: () => Promise<void>,
): Promise<string> {
  const name = `better-sqlite3-${pinnedVersion('better-sqlite3')}-node-api-9-${process.platform}-${process.arch}`;
  const folder = join(cache, name);
  await makeOnce(folder, async (temporary) => {
    await beforeCompiling();
    const sources = join(temporary, 'sources');
    await copySources(sources);
    await compile(sources);
    await rename(
      join(sources, 'build', 'Release', 'better_sqlite3.node'),
      join(temporary, 'better_sqlite3.node'),
    );
    await rm(sources, { recursive: true });
  });
  return join(folder, 'better_sqlite3.node');
}

async function copySources(sources: string): Promise<void> {
  const modules = join(repositoryFolder, 'node_modules');
  await mkdir(join(sources, 'node_modules'), { recursive: true });
  for (const part of ['binding.gyp', 'package.json', 'src', 'lib', 'deps'])
    await cp(join(modules, 'better-sqlite3', part), join(sources, part), { recursive: true });
  await cp(join(modules, 'node-addon-api'), join(sources, 'node_modules', 'node-addon-api'), {
    recursive: true,
  });
  const gyp = join(sources, 'binding.gyp');
  await writeFile(gyp, bindingForNodeApi9(await readFile(gyp, 'utf8')));
}

/** Headers come from the pinned Node package; without --nodedir node-gyp would look for them on the internet. */
async function compile(sources: string): Promise<void> {
  const headers = join(repositoryFolder, 'node_modules', `node-${process.platform}-${process.arch}`);
  await mustRun(
    'node-gyp',
    ['rebuild', '--release', '--force_build=1', '-j', 'max', `--nodedir=${headers}`],
    {
      cwd: sources,
      output: 'keep',
    },
  );
}
