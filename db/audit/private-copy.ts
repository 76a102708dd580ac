import { constants, existsSync } from 'node:fs';
import { copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { errorCode, fault, faultOfError, type JournalFault } from '../fault.ts';

/** A journal and its log as they were at one moment, in a folder of their own. */
export interface PrivateCopy {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Longer than a tick of any file system's clock, so that a later write shows in the file's time. */
const settleMs = 20;
const walHeadBytes = 32;

/**
 * Copies a journal so that the original stays as it is, log included. Between checkpoints a journal
 * only grows at the end of its log, and a log is believed as far as its checksums go; so the copy is
 * one moment of it as long as no checkpoint ran meanwhile, which both files would show.
 */
export async function copyJournal(
  path: string,
  settle: () => Promise<unknown> = () => pause(settleMs),
): Promise<Result<PrivateCopy, JournalFault>> {
  if (!existsSync(path)) return err(fault('missing', `there is no journal at ${path}`));
  const folder = await mkdtemp(join(tmpdir(), 'division-counter-copy-'));
  const copy = join(folder, basename(path));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (let tries = 0; tries < limits.journalCopyTriesMax; tries += 1) {
      const before = await marks(path);
      await settle();
      if ((await marks(path)) !== before) continue;
      await copyBoth(path, copy);
      if ((await marks(path)) === before) return ok({ path: copy, remove });
    }
    await remove();
    return err(fault('in-use', 'the journal changes too fast to be copied'));
  } catch (error) {
    await remove();
    const known = faultOfError(error);
    if (known === null) throw error;
    return err(known);
  }
}

async function copyBoth(path: string, copy: string): Promise<void> {
  await copyFile(path, copy, constants.COPYFILE_FICLONE);
  try {
    await copyFile(`${path}-wal`, `${copy}-wal`);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await rm(`${copy}-wal`, { force: true });
  }
}

/** Changes when the log is moved into the journal, or begun anew; not when the log grows. */
async function marks(path: string): Promise<string> {
  const { size, mtimeNs } = await stat(path, { bigint: true });
  return `${size} ${mtimeNs} ${await walHead(`${path}-wal`)}`;
}

async function walHead(path: string): Promise<string> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(walHeadBytes), 0, walHeadBytes, 0);
      return buffer.toString('hex', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'none';
    throw error;
  }
}
