import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { pinnedVersion, repositoryFolder } from '../repository.ts';

/** An unpacked Electron: the folder that holds the executable, its version file and `resources`. */
export interface ElectronFolder {
  readonly folder: string;
  readonly version: string;
}

/** The version that an unpacked Electron says it has, or undefined where there is none. */
function versionIn(folder: string): string | undefined {
  const file = join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/u, '') : undefined;
}

/**
 * An Electron that is already on this machine: one named by ELECTRON_OVERRIDE_DIST_PATH, whatever its version, or
 * the pinned one where the electron package unpacked it before.
 */
export function findElectron(env: Readonly<Record<string, string | undefined>>): ElectronFolder | undefined {
  const named = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named !== undefined) {
    const version = versionIn(named);
    if (version === undefined)
      throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names no unpacked Electron: ${named}`);
    return { folder: named, version };
  }
  const folder = join(repositoryFolder, 'node_modules', 'electron', 'dist');
  return versionIn(folder) === pinnedVersion('electron')
    ? { folder, version: pinnedVersion('electron') }
    : undefined;
}

const downloadHost = 'github.com';
const probeMs = 3_000;
const downloadMs = 600_000;

/** Downloads the pinned Electron by the electron package's own installer; undefined where it cannot be reached. */
export async function downloadElectron(
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Promise<ElectronFolder | undefined> {
  // A mirror or a proxy is the administrator's word that the download works; the plain way is tried first.
  const arranged = [
    env['ELECTRON_MIRROR'],
    env['HTTPS_PROXY'],
    env['https_proxy'],
    env['ELECTRON_GET_USE_PROXY'],
  ];
  if (arranged.every((setting) => setting === undefined) && !(await answers(downloadHost))) return undefined;
  say(`Downloading Electron ${pinnedVersion('electron')} …`);
  const installer = join(repositoryFolder, 'node_modules', 'electron', 'install.js');
  await runCommand(process.execPath, [installer], { output: 'keep', timeoutMs: downloadMs });
  return findElectron({});
}

/** True when a TCP connection to the host's port 443 opens in time: a closed network must not cost minutes. */
function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 443, timeout: probeMs });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
