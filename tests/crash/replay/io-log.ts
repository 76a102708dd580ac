import { readFileSync } from 'node:fs';

/**
 * One thing that the recorded program asked of the disk, in the order in which it was done. Paths are
 * relative to the recorded root. `at` is the operation's place in the log, in bytes.
 */
export type Operation = { readonly at: number } & (
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly length: number }
  /**
   * On disk are the operations whose `at` is below `coversTo`. When it failed, the system counts them as
   * written all the same, and no later flush tries them again.
   */
  | { readonly kind: 'sync' | 'failed sync'; readonly path: string; readonly coversTo: number }
  | { readonly kind: 'create' | 'make-folder' | 'unlink'; readonly path: string }
  | { readonly kind: 'rename' | 'link'; readonly path: string; readonly to: string }
  | { readonly kind: 'acknowledge'; readonly text: string }
);

const headBytes = 15;

/** Reads what `record-io.c` wrote; throws on an operation that the replayer could not judge. */
export function readIoLog(path: string): Operation[] {
  const log = readFileSync(path);
  const operations: Operation[] = [];
  let at = 0;
  while (at < log.length) {
    const pathEnd = at + headBytes + log.readUInt16LE(at + 1);
    const dataEnd = pathEnd + log.readUInt32LE(at + 11);
    const file = log.toString('utf8', at + headBytes, pathEnd);
    const offset = Number(log.readBigUInt64LE(at + 3));
    operations.push(
      operationOf(String.fromCharCode(log[at] ?? 0), at, file, offset, log.subarray(pathEnd, dataEnd)),
    );
    at = dataEnd;
  }
  return operations;
}

function operationOf(code: string, at: number, path: string, offset: number, data: Buffer): Operation {
  switch (code) {
    case 'W':
      return { kind: 'write', at, path, offset, data };
    case 'T':
      return { kind: 'truncate', at, path, length: offset };
    case 'S':
      return { kind: 'sync', at, path, coversTo: offset };
    case 'F':
      return { kind: 'failed sync', at, path, coversTo: offset };
    case 'C':
      return { kind: 'create', at, path };
    case 'D':
      return { kind: 'make-folder', at, path };
    case 'U':
      return { kind: 'unlink', at, path };
    case 'R':
      return { kind: 'rename', at, path, to: data.toString('utf8') };
    case 'L':
      return { kind: 'link', at, path, to: data.toString('utf8') };
    case 'A':
      return { kind: 'acknowledge', at, text: data.toString('utf8') };
    default:
      throw new Error(`the replayer does not know ${data.toString('utf8')} of ${path}`);
  }
}
