import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { fuseNames, type EveryFuse } from './fuses.ts';

/** The place of each fuse on the wire of the executable. */
const wirePlaces: Readonly<Record<keyof EveryFuse, FuseV1Options>> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
};

const required = [
  '/package.json',
  '/dist/main/main.js',
  '/dist/preload/preload.cjs',
  '/dist/renderer/index.html',
];
const forbidden =
  /\.(?:map|ts|tsx)$|\/(?:tests?|tokens|build)\/|\/node_modules\/(?:electron|vite|typescript)\//u;

/** Everything that is wrong with the files of a package, in words. */
export function archiveFaults(files: readonly string[]): string[] {
  return [
    ...required.filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
    ...files.filter((path) => forbidden.test(path)).map((path) => `${path} has no place in a package`),
  ];
}

/** Everything that is wrong with a package: its files, its fuses, a foreign app beside its own. */
export async function packageFaults(folder: string, executable: string, fuses: EveryFuse): Promise<string[]> {
  const archive = join(folder, 'resources', 'app.asar');
  if (!existsSync(archive)) return [`${archive} is missing`];
  const faults = archiveFaults(
    listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/')),
  );
  if (existsSync(join(folder, 'resources', 'app'))) faults.push('resources/app lies beside app.asar');
  const wire = await getCurrentFuseWire(join(folder, executable));
  for (const name of fuseNames) {
    const state = wire[wirePlaces[name]];
    const wanted = fuses[name] ? FuseState.ENABLE : FuseState.DISABLE;
    if (state !== wanted) faults.push(`fuse ${name} is not ${fuses[name] ? 'on' : 'off'}`);
  }
  return faults;
}
