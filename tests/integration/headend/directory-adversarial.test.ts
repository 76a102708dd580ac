import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHeadEndClient, type HeadEndClient } from '../../../headend/client.ts';
import { defaultDeadlines } from '../../../headend/deadlines.ts';
import { createHttpTransport } from '../../../headend/http-transport.ts';
import { sha256Hex, verifyHashLater } from '../../../headend/signatures.ts';

/**
 * What may come in place of the consumer directory, over real HTTP. The file that the counter has stands
 * until a whole new one is there; whether that is signed is tried at its import.
 */
const good = new TextEncoder().encode('a directory, packed and signed inside '.repeat(400));
const tagOf = (bytes: Uint8Array) => `"${createHash('sha256').update(bytes).digest('hex')}"`;
const gzipType = { 'content-type': 'application/gzip' };
let server: Server;
let folder: string;
let target: string;
let client: HeadEndClient;
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((_, response) => answer(response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'directory-'));
  target = join(folder, 'directory');
  writeFileSync(target, 'the old one');
  const { port } = server.address() as AddressInfo;
  client = createHeadEndClient({
    transport: createHttpTransport({ baseUrl: `http://127.0.0.1:${port}` }),
    deadlines: { ...defaultDeadlines, directorySilenceMs: 300 },
    identity: {
      counter: 'C02',
      epoch: 1,
      serverId: 'he-1',
      headEndPublicKey: '',
      accessToken: 'A'.repeat(43),
    },
    sha256: sha256Hex,
    verify: verifyHashLater,
  });
});
afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

const sends = (status: number, headers: Record<string, string>, body: Uint8Array | string) => {
  answer = (response) => void response.writeHead(status, headers).end(body);
};
async function downloaded(): Promise<string> {
  const verdict = await client.downloadDirectory(target, null);
  if (verdict.kind === 'not-answering') return verdict.reason;
  return verdict.kind === 'refused' ? `refused: ${verdict.problem.type}` : verdict.value.kind;
}
function expectOldOne(): void {
  expect(readdirSync(folder)).toEqual(['directory']);
  expect(readFileSync(target, 'utf8')).toBe('the old one');
}

describe('the directory', () => {
  it('duplicate: twice the same is the same file twice, whole each time', async () => {
    sends(200, { ...gzipType, etag: tagOf(good) }, good);
    expect(await downloaded()).toBe('downloaded');
    expect(await downloaded()).toBe('downloaded');
    expect(new Uint8Array(readFileSync(target))).toEqual(good);
    expect(readdirSync(folder)).toEqual(['directory']);
  });

  it.each([
    ['the tag of another file', tagOf(new Uint8Array([1]))],
    ['no tag', ''],
    ['a weak tag', `W/${tagOf(good)}`],
    ['a tag without quotes', tagOf(good).slice(1, -1)],
    ['a tag in capitals', tagOf(good).toUpperCase()],
  ])('%s: the old one stands', async (_, etag) => {
    sends(200, { ...gzipType, etag }, good);
    expect(await downloaded()).toBe('unparsable');
    expectOldOne();
  });

  it('poisoned: one byte changed on its way', async () => {
    for (const at of [0, 1, good.length >> 1, good.length - 1]) {
      const changed = good.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      sends(200, { ...gzipType, etag: tagOf(good) }, changed);
      expect(await downloaded()).toBe('unparsable');
      expectOldOne();
    }
  });

  it('truncated: the connection ends in the middle, or the promised length is not kept', async () => {
    answer = (response) => {
      response.writeHead(200, { ...gzipType, etag: tagOf(good), 'content-length': good.length });
      response.write(good.slice(0, 5_000), () => response.destroy());
    };
    expect(await downloaded()).toBe('broken-off');
    expectOldOne();
    sends(200, { ...gzipType, etag: tagOf(good) }, good.slice(0, 5_000));
    expect(await downloaded()).toBe('unparsable');
    expectOldOne();
  });

  it('reordered: two halves changed places', async () => {
    const half = good.length >> 1;
    sends(
      200,
      { ...gzipType, etag: tagOf(good) },
      Buffer.concat([good.slice(half + 1), good.slice(0, half + 1)]),
    );
    expect(await downloaded()).toBe('unparsable');
    expectOldOne();
  });

  it('a page, nothing, another type, a redirect, a failure, a refusal', async () => {
    const html = { 'content-type': 'text/html', etag: tagOf(good) };
    const cases: readonly (readonly [string, number, Record<string, string>, Uint8Array | string])[] = [
      ['html', 200, html, good],
      ['unparsable', 200, { 'content-type': 'application/json', etag: tagOf(good) }, good],
      ['redirect', 302, { location: '/elsewhere' }, ''],
      ['5xx', 502, html, 'Bad Gateway'],
      ['busy', 503, { 'retry-after': '3' }, ''],
      ['empty', 204, gzipType, ''],
      ['html', 404, html, 'Not Found'],
    ];
    for (const [reason, status, headers, body] of cases) {
      sends(status, headers, body);
      expect(await downloaded()).toBe(reason);
      expectOldOne();
    }
  });

  it('that never ends in bytes: a silence is waited for no longer than its bound', async () => {
    answer = (response) => {
      response.writeHead(200, { ...gzipType, etag: tagOf(good) });
      response.write(good.slice(0, 100));
    };
    expect(await downloaded()).toBe('timeout');
    expectOldOne();
  });

  it('too large: what is past its bound is not read on', async () => {
    const asked = createHttpTransport({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    const take = async (maxResponseBytes: number) => {
      let bytes = 0;
      const call = {
        method: 'GET',
        path: '/',
        headers: {},
        body: null,
        timeoutMs: 1_000,
        maxResponseBytes,
      } as const;
      const reply = await asked.stream(call, async (chunk) => void (bytes += chunk.length));
      return reply.kind === 'failed' ? reply.reason : bytes;
    };
    sends(200, gzipType, good);
    expect(await take(good.length)).toBe(good.length);
    expect(await take(good.length - 1)).toBe('too-long');
    await asked.close();
  });

  it('replayed: "you have it already" is believed only by a counter that named a file', async () => {
    answer = (response) => void response.writeHead(304).end();
    expect(await downloaded()).toBe('wrong-answer');
    expectOldOne();
    const named = await client.downloadDirectory(target, tagOf(good).slice(1, -1));
    expect(named).toEqual({ kind: 'answered', value: { kind: 'unchanged' } });
    expectOldOne();
  });
});
