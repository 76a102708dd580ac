import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip, type Gunzip } from 'node:zlib';
import { consumerStatuses } from '../../counter/consumer/consumer.ts';
import { readJsonObject } from '../read-json.ts';
import type { KnownConsumer } from './decide.ts';

export interface ServedDirectory {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly consumers: ReadonlyMap<string, KnownConsumer>;
}

/**
 * Reads the directory file that this head end serves, line by line, for the consumers it knows. Kept
 * is what decides about a credit: account, meter, meter kind, status and balance. The counter checks the file whole when it imports it.
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
    const status = consumerStatuses.find((each) => each === fields['status']) ?? 'active';
    const known = { meter: typeof meter === 'string' ? meter : null, meterKind: kind, status } as const;
    consumers.set(consumer, { ...known, ...balanceOf(fields['balance']) });
  }
  return { file, bytes, sha256: digest.digest('hex'), consumers };
}

function balanceOf(balance: unknown): Pick<KnownConsumer, 'balancePaise'> {
  if (typeof balance !== 'object' || balance === null || !('amountPaise' in balance)) return {};
  return typeof balance.amountPaise === 'number' ? { balancePaise: balance.amountPaise } : {};
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
