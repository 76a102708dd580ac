import { createReadStream } from 'node:fs';
import { limits } from '../../counter/limits.ts';

export type FileLine =
  /** Without its line feed. `bytes` are those of the file, line feed included. */
  | { readonly kind: 'line'; readonly text: string; readonly bytes: Buffer }
  | { readonly kind: 'too-large' | 'not-text' | 'cut-off' };

const chunkBytes = 1_048_576;
const lineFeed = 0x0a;

/**
 * The lines of a file, one at a time: a file of any size is read in the same memory. After a line that
 * is none, nothing follows.
 */
export async function* readLines(path: string): AsyncGenerator<FileLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a stream without an encoding gives buffers
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      const line = bytes.subarray(start, end + 1);
      if (line.length > limits.exportLineBytesMax) {
        yield { kind: 'too-large' };
        return;
      }
      const text = decoded(decoder, line.subarray(0, -1));
      if (text === null) {
        yield { kind: 'not-text' };
        return;
      }
      yield { kind: 'line', text, bytes: line };
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
    if (rest.length > limits.exportLineBytesMax) {
      yield { kind: 'too-large' };
      return;
    }
  }
  if (rest.length > 0) yield { kind: 'cut-off' };
}

function decoded(decoder: { decode(bytes: Uint8Array): string }, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
