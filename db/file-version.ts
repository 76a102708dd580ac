import { closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { writeLogAgain } from './log-again.ts';

/** Where SQLite keeps `user_version` in the first page of a file. */
const versionOffset = 60;
const headerBytes = 100;
const magic = 'SQLite format 3\0';

/**
 * The version of a journal, found without changing a byte of it: a journal of a newer program is left
 * as it is, log and all. Null for a file that is no SQLite file.
 */
export function versionOnDisk(path: string, log: 'clean' | 'unclean', nativeBinding?: string): number | null {
  return log === 'clean' ? versionInHeader(path) : versionInLog(path, nativeBinding);
}

function versionInHeader(path: string): number | null {
  const header = Buffer.alloc(headerBytes);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, headerBytes, 0);
  } finally {
    closeSync(file);
  }
  return header.toString('latin1', 0, magic.length) === magic ? header.readUInt32BE(versionOffset) : null;
}

/**
 * The newest first page may still stand in the log alone. A connection that only reads finds it there
 * and leaves log and file as they are; a writing one would move the log when it closes. While this one
 * is open nobody else can get the journal for writing, so this is the moment to make the log sure.
 */
function versionInLog(path: string, nativeBinding?: string): number | null {
  const index = `${path}-shm`;
  const hadIndex = existsSync(index);
  const db = new Database(path, {
    readonly: true,
    timeout: 0,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  try {
    const version: unknown = db.pragma('user_version', { simple: true });
    writeLogAgain(path);
    return typeof version === 'number' ? version : null;
  } finally {
    db.close();
    // The index of the log, which this look has made. A journal in use keeps none on disk.
    if (!hadIndex) rmSync(index, { force: true });
  }
}
