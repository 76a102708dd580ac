import { mkdtemp } from 'node:fs/promises';
import { chown, cp, lchown, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeReadableFolder } from './cache-folder.ts';

/** `found`: was here already; `official`: just downloaded; `stand-in`: from the npm registry, never released. */
export type ElectronKind = 'found' | 'official' | 'stand-in';

/** An Electron that is ready to run the built app. All paths are absolute. */
export interface Runtime {
  readonly kind: ElectronKind;
  readonly electronVersion: string;
  /** What to start, by hand or as Playwright's `executablePath`, with `appDir` as its first argument. */
  readonly executable: string;
  /** The unpacked Electron itself, for packaging. */
  readonly electronFolder: string;
  /** The built app, readable by the user that runs it. */
  readonly appDir: string;
  /** Variables the app must be started with, beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** For better-sqlite3's option of that name, where its own prebuilt binary does not fit this Electron. */
  readonly nativeBinding: string | undefined;
  /** The user that runs the app; undefined where that is the caller. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  /** The home of that user. */
  readonly writableHome: string;
  /** Where `makeWritableFolder` makes its folders. */
  readonly workFolder: string;
}

/** The variable by which the counter service learns which SQLite binary to load. */
export const sqliteBindingVariable = 'DIVISION_COUNTER_SQLITE_BINDING';

/** Makes a new empty folder that the app's user may write; `name` begins its name. */
export async function makeWritableFolder(runtime: Runtime, name: string): Promise<string> {
  await makeReadableFolder(runtime.workFolder);
  const folder = await mkdtemp(join(runtime.workFolder, `${name}-`));
  if (runtime.user !== undefined) await chown(folder, runtime.user.uid, runtime.user.gid);
  return folder;
}

/** Makes the caller the owner of `folder` and all in it, so that results are not left to a stranger. */
export async function giveBack(folder: string): Promise<void> {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined) return;
  await lchown(folder, uid, gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    await lchown(join(entry.parentPath, entry.name), uid, gid);
}

/** Moves what the app left in `folder` to `target` (replaced whole), owned by the caller. */
export async function handOver(folder: string, target: string): Promise<void> {
  await giveBack(folder);
  await rm(target, { recursive: true, force: true });
  await mkdir(join(target, '..'), { recursive: true });
  // A copy, because cache and repository may lie on different disks.
  await cp(folder, target, { recursive: true, preserveTimestamps: true });
  await rm(folder, { recursive: true });
}

/** The one plain line that says which Electron runs. */
export function describeRuntime(runtime: Pick<Runtime, 'kind' | 'electronVersion'>): string {
  switch (runtime.kind) {
    case 'found':
      return `Electron ${runtime.electronVersion}, already on this machine.`;
    case 'official':
      return `Electron ${runtime.electronVersion}, downloaded from its makers.`;
    case 'stand-in':
      return `Electron ${runtime.electronVersion}, a stand-in for development and tests: the official one cannot be downloaded here.`;
  }
}

/** Throws for an Electron that must never reach a counter. */
export function assertReleasable(runtime: Pick<Runtime, 'kind' | 'electronVersion'>): void {
  if (runtime.kind === 'stand-in')
    throw new Error(
      `A release needs the official Electron; Electron ${runtime.electronVersion} is a stand-in past its end of life.`,
    );
}
