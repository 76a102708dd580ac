import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The least that any durable record costs: a line appended to a file, and flushed. */
export interface RawAppend {
  /** Milliseconds of one append. */
  time(): number;
  close(): void;
}

const recordBytes = 400;

export function openRawAppend(folder: string): RawAppend {
  const log = openSync(join(folder, 'raw.log'), 'w');
  const record = Buffer.alloc(recordBytes, 'x');
  return {
    time: () => {
      const startedMs = performance.now();
      writeSync(log, record);
      fdatasyncSync(log);
      return performance.now() - startedMs;
    },
    close: () => closeSync(log),
  };
}
