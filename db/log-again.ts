import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';

const stepBytes = 1_048_576;

/**
 * Writes the log over itself, byte for byte, and flushes it. After a flush that failed the system counts
 * pages as written that are not, and says so to every later flush: a log that reads well may be gone
 * with the next power cut, in the middle of its move into the journal. Pages that are written again
 * are flushed again. Call it only while nobody can write the log. Throws where the disk does not take it.
 */
export function writeLogAgain(path: string): void {
  const log = openSync(`${path}-wal`, 'r+');
  try {
    const bytes = Buffer.alloc(stepBytes);
    for (let at = 0; ;) {
      const read = readSync(log, bytes, 0, stepBytes, at);
      if (read === 0) break;
      for (let done = 0; done < read;) done += writeSync(log, bytes, done, read - done, at + done);
      at += read;
    }
    fsyncSync(log);
  } finally {
    closeSync(log);
  }
}
