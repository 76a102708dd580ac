/**
 * `npm run package`: the release where the official Electron is here, else a trial that its name gives away.
 * `-- --release` insists on a release and refuses the stand-in; `-- --for-tests` keeps the fuse Playwright needs.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build as packApp, Platform } from 'electron-builder';
import { prepareRuntime } from '../electron-runtime/prepare.ts';
import { assertReleasable, describeRuntime, type Runtime } from '../electron-runtime/runtime.ts';
import { runtimeClosure } from '../electron-runtime/runtime-closure.ts';
import { ensureBuilt } from '../ensure-built.ts';
import { repositoryFolder } from '../repository.ts';
import { builderConfig, fusesOf, type PackageKind } from './builder-config.ts';
import { runtimeModules } from './runtime-modules.ts';
import { packageFaults } from './verify-package.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

function kindOf(args: readonly string[], runtime: Runtime): PackageKind {
  const [option, ...rest] = args;
  if (rest.length > 0 || (option !== undefined && option !== '--release' && option !== '--for-tests'))
    throw new Error('Usage: npm run package [-- --release | --for-tests]');
  if (option === '--for-tests') return 'trial-for-tests';
  if (option === '--release') assertReleasable(runtime);
  return runtime.kind === 'stand-in' ? 'trial' : 'release';
}

async function makePackage(args: readonly string[]): Promise<void> {
  await ensureBuilt(say);
  const runtime = await prepareRuntime({ need: 'run', say });
  say(describeRuntime(runtime));
  const kind = kindOf(args, runtime);
  const output = join(repositoryFolder, 'out', 'package', kind);
  await rm(output, { recursive: true, force: true });
  const config = builderConfig({
    kind,
    electronVersion: runtime.electronVersion,
    electronFolder: runtime.electronFolder,
    nativeBinding: runtime.nativeBinding,
    packages: runtimeClosure(repositoryFolder, runtimeModules),
    output,
  });
  // Installers need tools that are fetched where the release is made; a trial is a folder.
  const targets =
    kind === 'release' ? Platform.current().createTarget() : Platform.current().createTarget('dir');
  await packApp({ projectDir: repositoryFolder, targets, config, publish: 'never' });
  await verify(join(output, 'linux-unpacked'), kind);
  say(`Packed as a ${kind}: ${output}`);
}

async function verify(folder: string, kind: PackageKind): Promise<void> {
  if (process.platform !== 'linux') return;
  const faults = await packageFaults(folder, 'division-counter', fusesOf(kind));
  if (faults.length > 0) throw new Error(`The package is faulty:\n  ${faults.join('\n  ')}`);
}

try {
  await makePackage(process.argv.slice(2));
} catch (fault) {
  say(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = 1;
}
