import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import {
  packBatch,
  enrolTestCounter,
  testCode,
  type ReferenceCounter,
} from '../../harness/reference-counter.ts';

let folder: string;
let headEnd: ReferenceHeadEnd;
let counter: ReferenceCounter;
let target: string;
let served: Buffer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'directory-'));
  const consumers = Array.from({ length: 3_000 }, (_, index) => ({
    consumer: String(100_000_000 + index),
    name: `सीता देवी ${index}`,
    meter: String(40_000_000 + index),
    meterKind: index % 10 === 0 ? 'sts' : 'managed',
  }));
  const lines = [{ format: 'consumer-directory' }, ...consumers, { end: 'consumer-directory' }];
  served = gzipSync(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  await writeFile(join(folder, 'served.ndjson.gz'), served);
  headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    directoryFile: join(folder, 'served.ndjson.gz'),
  });
  counter = await enrolTestCounter(headEnd);
  target = join(folder, 'consumers.ndjson.gz');
});

afterEach(async () => {
  await counter.client.close();
  await headEnd.stop();
  await rm(folder, { recursive: true });
});

describe('the consumer directory', () => {
  it('comes whole, byte for byte, and not again while it has not changed', async () => {
    const sha256 = createHash('sha256').update(served).digest('hex');
    expect(await counter.client.downloadDirectory(target, null)).toEqual({
      kind: 'answered',
      value: { kind: 'downloaded', bytes: served.length, sha256 },
    });
    expect(await readFile(target)).toEqual(served);
    expect(await counter.client.downloadDirectory(target, sha256)).toMatchObject({
      value: { kind: 'unchanged' },
    });
  });

  it('is where the head end knows consumers and their meters from', async () => {
    counter.journal.recharge('100000001', 500_00);
    counter.journal.recharge('100000010', 500_00);
    counter.journal.recharge('999999999', 500_00);
    const verdict = await counter.client.sendBatch(
      await packBatch(counter.key, counter.journal.entries),
      counter.journal.entries,
    );
    const said =
      verdict.kind === 'answered'
        ? verdict.value.answers.map(({ answer }) => [answer.credit, answer.code])
        : [];
    expect(said).toEqual([
      ['applied', null],
      ['applied', 'token-follows'],
      ['pending', 'unknown-consumer'],
    ]);
  });

  it('never replaces a good file by half of one, a page or nothing', async () => {
    await counter.client.downloadDirectory(target, null);
    for (const fault of ['down', '503', 'html200', 'empty200'] as const) {
      await headEnd.setFault(fault);
      expect((await counter.client.downloadDirectory(target, null)).kind).toBe('not-answering');
      expect(await readFile(target)).toEqual(served);
      expect(existsSync(`${target}.partial`)).toBe(false);
    }
  });

  it('whose file changed behind the head end’s back is not taken', async () => {
    await writeFile(join(folder, 'served.ndjson.gz'), Buffer.from(served).fill(0x41, 100, 200));
    expect(await counter.client.downloadDirectory(target, null)).toMatchObject({ reason: 'unparsable' });
    expect(existsSync(target)).toBe(false);
  });

  it('into a folder that is not there says so', async () => {
    const nowhere = join(folder, 'missing', 'file');
    expect(await counter.client.downloadDirectory(nowhere, null)).toMatchObject({ reason: 'local-failure' });
  });
});
