import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { mustRun } from '../run-command.ts';

export interface CacheOwner {
  /** undefined on Windows. */
  readonly uid: number | undefined;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Root's home is closed to the unprivileged user that runs the app, so root caches where everybody can read. */
export function cacheFolder({ uid, home, env }: CacheOwner): string {
  if (uid === 0) return '/var/cache/division-counter';
  const base = env['XDG_CACHE_HOME'] ?? env['LOCALAPPDATA'] ?? join(home, '.cache');
  return join(base, 'division-counter');
}

/** Makes `folder` and lets everybody enter it, whatever the umask of the caller is. */
export async function makeReadableFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

/**
 * Fills a folder beside its final place, readable for everybody, and renames it there in one step, so that no
 * half-made folder is ever taken for a whole one. When another process was faster, its folder stands and ours goes.
 */
export async function makeOnce(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  await makeReadableFolder(dirname(folder));
  await removeAbandoned(folder);
  const temporary = `${folder}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  try {
    await makeReadableFolder(temporary);
    await fill(temporary);
    // Whatever the caller's umask was, the unprivileged user must be able to read what lies here.
    if (process.platform !== 'win32') await mustRun('chmod', ['-R', 'a+rX', temporary], { output: 'keep' });
    await rename(temporary, folder);
  } catch (fault) {
    if (!existsSync(folder)) throw fault;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const abandonedAfterMs = 3_600_000;

/** What a process that was ended half way left behind; an hour is longer than any of these steps takes. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(`${basename(folder)}.`) || !name.endsWith('.part')) continue;
    const path = join(dirname(folder), name);
    if (Date.now() - (await stat(path)).mtimeMs > abandonedAfterMs) await rm(path, { recursive: true });
  }
}
