import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { promises as streams, Readable } from 'node:stream';

import { createGzip } from 'node:zlib';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import {
  consumerLine,
  directoryHash,
  type DirectoryHeader,
  headerLine,
  trailerLine,
} from '../../counter/consumer/directory-format.ts';
import type { SignHash } from '../../counter/journal/chain.ts';
import { assert } from '../../counter/result.ts';
import { sha256Hex } from '../crypto.ts';

export interface DirectorySeal extends DirectoryHeader {
  /** The head end's signer. */
  readonly sign: SignHash;
}

/** Writes a signed directory file. `seal.count` must be the number of consumers; a wrong one throws. */
export async function writeDirectoryFile(
  path: string,
  consumers: Iterable<Consumer>,
  seal: DirectorySeal,
): Promise<void> {
  await streams.pipeline(
    Readable.from(directoryChunks(consumers, seal)),
    createGzip(),
    createWriteStream(path),
  );
}

/** The uncompressed text of a directory file in pieces of some kilobytes. */
export function* directoryChunks(consumers: Iterable<Consumer>, seal: DirectorySeal): Generator<Buffer> {
  const hash = createHash('sha256');
  let count = 0;
  let piece = headerLine(seal);
  for (const consumer of consumers) {
    count += 1;
    piece += consumerLine(consumer);
    if (piece.length < 32_768) continue;
    const bytes = Buffer.from(piece, 'utf8');
    hash.update(bytes);
    yield bytes;
    piece = '';
  }
  assert(count === seal.count, `the header says ${seal.count} consumers, there are ${count}`);
  const last = Buffer.from(piece, 'utf8');
  const sha256 = hash.update(last).digest('hex');
  yield last;
  const signature = seal.sign(directoryHash(sha256Hex, { count, sha256 }));
  yield Buffer.from(trailerLine({ count, sha256, signature }), 'utf8');
}
