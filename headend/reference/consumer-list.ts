import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip, type Gunzip } from 'node:zlib';
import { readJsonObject } from '../read-json.ts';
import type { KnownConsumer } from './decide.ts';

export interface ServedDirectory {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly consumers: ReadonlyMap<string, KnownConsumer>;
}

/**
 * Reads the directory file that this head end serves, line by line, for the consumers it knows. Only
 * account, meter and meter kind are kept. The counter checks the file whole when it imports it.
 */
export async function readServedDirectory(file: string): Promise<ServedDirectory> {
  const digest = createHash('sha256');
  let bytes = 0;
  const packed = createReadStream(file);
  packed.on('data', (chunk) => {
    digest.update(chunk);
    bytes += chunk.length;
  });
  const plain = createGunzip();
  packed.on('error', (error) => plain.destroy(error));
  const consumers = new Map<string, KnownConsumer>();
  for await (const line of linesOf(packed.pipe(plain))) {
    const fields = readJsonObject(line);
    const { consumer, meter, meterKind } = fields;
    if (typeof consumer !== 'string') continue;
    const kind = meterKind === 'sts' ? 'sts' : 'managed';
    consumers.set(consumer, { meter: typeof meter === 'string' ? meter : null, meterKind: kind });
  }
  return { file, bytes, sha256: digest.digest('hex'), consumers };
}

async function* linesOf(plain: Gunzip): AsyncGenerator<string> {
  let rest = '';
  for await (const text of plain.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
