import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, cp, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryFolder } from '../repository.ts';
import { cacheFolder, makeOnce, makeReadableFolder } from './cache-folder.ts';
import { chooseElectron, machineSources, type Choice } from './choose-electron.ts';
import {
  compilerTools,
  electronLibraries,
  installMissing,
  MissingRequirements,
  testTools,
  virtualScreen,
  type Requirement,
} from './debian-packages.ts';
import { readableCopy } from './readable-copy.ts';
import { sqliteBindingVariable, type Runtime } from './runtime.ts';
import { needsOwnSqliteBinding, prepareSqliteBinding } from './sqlite-binding.ts';
import { nobody, wrapperScript } from './unprivileged-user.ts';

export interface PrepareOptions {
  /** `test` also installs what tests call, such as strace. */
  readonly need: 'run' | 'test';
  /** Where progress goes; standard error unless given. */
  readonly say?: (line: string) => void;
}

type Say = (line: string) => void;

/**
 * Makes an Electron ready to run the built app: chosen, its system libraries there, SQLite fitting it, and the app
 * copied where an unprivileged user can read it. The first time takes up to two minutes, later ones below a second.
 */
export async function prepareRuntime(options: PrepareOptions): Promise<Runtime> {
  const say = options.say ?? ((line) => process.stderr.write(`${line}\n`));
  const uid = process.getuid?.();
  const cache = cacheFolder({ uid, home: homedir(), env: process.env });
  await makeReadableFolder(cache);
  await requireSystem(options.need, say);
  const choice = await chooseElectron(machineSources(cache, say));
  const nativeBinding = await sqliteBinding(choice.version, cache, say);
  const shared = {
    kind: choice.kind,
    electronVersion: choice.version,
    nativeBinding,
    env: nativeBinding === undefined ? {} : { [sqliteBindingVariable]: nativeBinding },
    workFolder: join(cache, 'work'),
  };
  return { ...shared, ...(uid === 0 ? await asNobody(choice, cache) : asCaller(choice)) };
}

type Surroundings = Pick<Runtime, 'executable' | 'electronFolder' | 'appDir' | 'user' | 'writableHome'>;

/** An ordinary user runs Electron as himself, on the build where it lies. */
function asCaller(choice: Choice): Surroundings {
  return {
    executable: executableIn(choice.folder),
    electronFolder: choice.folder,
    appDir: repositoryFolder,
    user: undefined,
    writableHome: homedir(),
  };
}

/** Root hands Electron to an unprivileged user, who can read neither root's home nor a closed clone. */
async function asNobody(choice: Choice, cache: string): Promise<Surroundings> {
  const electronFolder = await readableElectron(choice, cache);
  const writableHome = join(cache, 'home');
  await makeHome(writableHome);
  // Named by the place of its Electron, so that two clones with Electrons of their own keep a script each.
  const place = createHash('sha256').update(electronFolder).digest('hex').slice(0, 12);
  const executable = join(cache, `electron-${choice.version}-${place}.sh`);
  await writeWrapper(executable, wrapperScript(executableIn(electronFolder), writableHome));
  const appDir = await readableCopy(repositoryFolder, cache);
  return { executable, electronFolder, appDir, user: nobody, writableHome };
}

async function requireSystem(need: PrepareOptions['need'], say: Say): Promise<void> {
  const screen = process.env['DISPLAY'] ? [] : virtualScreen;
  const extra = need === 'test' ? testTools : [];
  const missing = await installMissing([...electronLibraries, ...screen, ...extra], say);
  // A test that lacks a tool of its own is skipped by name; without the rest Electron cannot start at all.
  refuseMissing(missing.filter((requirement) => !extra.includes(requirement)));
}

function refuseMissing(missing: readonly Requirement[]): void {
  if (missing.length > 0) throw new MissingRequirements(missing);
}

async function sqliteBinding(version: string, cache: string, say: Say): Promise<string | undefined> {
  if (!needsOwnSqliteBinding(version)) return undefined;
  return prepareSqliteBinding(cache, async () => {
    refuseMissing(await installMissing(compilerTools, say));
    say('Compiling better-sqlite3 for this Electron, once (about 75 seconds) …');
  });
}

function executableIn(folder: string): string {
  if (process.platform === 'win32') return join(folder, 'electron.exe');
  if (process.platform === 'darwin') return join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return join(folder, 'electron');
}

/** The stand-in lies in the cache already; a found Electron may lie where only root can enter. */
async function readableElectron(choice: Choice, cache: string): Promise<string> {
  if (await readableByAll(choice.folder)) return choice.folder;
  const folder = join(cache, `electron-${choice.version}`);
  await makeOnce(folder, (temporary) => cp(choice.folder, temporary, { recursive: true }));
  return folder;
}

async function readableByAll(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o005) !== 0o005) return false;
    if (path === dirname(path)) return true;
  }
}

async function makeHome(home: string): Promise<void> {
  for (const folder of [home, join(home, '.config'), join(home, 'runtime')]) {
    await makeReadableFolder(folder);
    await chown(folder, nobody.uid, nobody.gid);
  }
  await chmod(join(home, 'runtime'), 0o700);
}

async function writeWrapper(path: string, text: string): Promise<void> {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  await writeFile(path, text);
  await chmod(path, 0o755);
}
