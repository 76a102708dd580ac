import { readFile, stat } from 'node:fs/promises';

/** Where SQLite locks its files, whatever their size: from one gibibyte on. */
const lockedFrom = 1_073_741_824;
const lockedThrough = lockedFrom + 511;

/**
 * Whether a running process holds a lock on this database. Only Linux tells without touching the file;
 * elsewhere the answer is no, and a journal in use shows itself by changing while it is copied.
 */
export async function isLockedByProcess(path: string, locks = '/proc/locks'): Promise<boolean> {
  const { ino } = await stat(path);
  let table: string;
  try {
    table = await readFile(locks, 'utf8');
  } catch {
    return false;
  }
  return table.split('\n').some((line) => {
    const [file = '', from = '', through = ''] = line.trim().split(/\s+/u).slice(-3);
    return file.endsWith(`:${ino}`) && Number(from) >= lockedFrom && Number(through) <= lockedThrough;
  });
}
