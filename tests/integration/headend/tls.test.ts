import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHeadEndClient } from '../../../headend/client.ts';
import { defaultDeadlines } from '../../../headend/deadlines.ts';
import { enrolCounter } from '../../../headend/enrolment-calls.ts';
import { createHttpTransport } from '../../../headend/http-transport.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { generateSigningKey, sha256Hex, verifyHashLater } from '../../../headend/signatures.ts';
import { readTlsMaterial, type TlsFiles } from '../../../headend/tls.ts';
import type { HttpTransport } from '../../../headend/transport.ts';
import { headEndFault } from '../../../electron/service/head-end-fault.ts';
import { headEndTransport } from '../../../electron/service/head-end-transport.ts';
import { parseConfiguration } from '../../../electron/contract/configuration.ts';
import type { NotAnsweringReason } from '../../../headend/verdict.ts';
import { makeAuthority, type Authority, type Identity } from '../../harness/certificates.ts';
import { createMemoryJournal } from '../../harness/memory-outbox.ts';
import { packBatch, testCode } from '../../harness/reference-counter.ts';
import { startTlsFront, type TlsFront } from '../../harness/tls-front.ts';

/** Certificates made here, real TLS on loopback. Whatever is wrong with them, nothing is sent. */
const dayMs = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'tls-'));
let headEnd: ReferenceHeadEnd;
let company: Authority;
let stranger: Authority;
let server: Identity;
let counter: Identity;
const opened: { stop?(): Promise<void>; close?(): Promise<void> }[] = [];

beforeAll(async () => {
  company = await makeAuthority(join(folder, 'company'), 'company');
  stranger = await makeAuthority(join(folder, 'stranger'), 'stranger');
  server = await company.issue('head-end');
  counter = await company.issue('C02');
  headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    knownConsumer: () => ({ meter: '12345678', meterKind: 'managed' }),
  });
});
afterEach(async () => {
  for (const one of opened.splice(0)) await (one.stop?.() ?? one.close?.());
});
afterAll(async () => {
  await headEnd.stop();
  rmSync(folder, { recursive: true });
});

async function front(identity: Identity, more: ServerOptions = {}): Promise<TlsFront> {
  const started = await startTlsFront(headEnd.url, { cert: identity.cert, key: identity.key, ...more });
  opened.push(started);
  return started;
}

function transportTo(url: string, files: Partial<TlsFiles>): HttpTransport {
  const material = readTlsMaterial({
    caFile: null,
    certFile: null,
    keyFile: null,
    pinSha256: null,
    ...files,
  });
  if (!material.ok) throw new Error(material.error);
  const transport = createHttpTransport({ baseUrl: url, tls: material.value });
  opened.push(transport);
  return transport;
}

const filesOf = ({ certFile, keyFile }: Identity): Partial<TlsFiles> => ({
  caFile: company.caFile,
  certFile,
  keyFile,
});
const enrolment = { v: 1, code: testCode.code, alg: 'ed25519' } as const;
const health = async (transport: HttpTransport) => {
  const client = createHeadEndClient({
    transport,
    deadlines: defaultDeadlines,
    identity: {
      counter: 'C02',
      epoch: 1,
      serverId: headEnd.serverId,
      headEndPublicKey: '',
      accessToken: 'A'.repeat(43),
    },
    sha256: sha256Hex,
    verify: verifyHashLater,
  });
  const verdict = await client.health();
  return verdict.kind === 'not-answering' ? verdict.reason : verdict.kind;
};
const mutual: ServerOptions = { requestCert: true, rejectUnauthorized: true };

describe('a head end with certificates as the settings name them', () => {
  it('takes an enrolment and a batch over TLS with own authority, pinned key and client certificate', async () => {
    const { url, asked } = await front(server, { ...mutual, ca: company.cert });
    const transport = transportTo(url, { ...filesOf(counter), pinSha256: server.pinSha256 });
    const key = generateSigningKey();
    const verdict = await enrolCounter(transport, { ...enrolment, publicKey: key.publicKey });
    if (verdict.kind !== 'answered') throw new Error(JSON.stringify(verdict));
    const client = createHeadEndClient({
      transport,
      deadlines: defaultDeadlines,
      identity: verdict.value,
      sha256: sha256Hex,
      verify: verifyHashLater,
    });
    const journal = createMemoryJournal('C02', key);
    journal.recharge('100000001', 500_00);
    const sent = await client.sendBatch(await packBatch(key, journal.entries), journal.entries);
    expect(sent).toMatchObject({ kind: 'answered', value: { arrivals: ['recorded'] } });
    expect(asked).toEqual(['/v1/enrolments', '/v1/counters/C02/batches']);
  });

  it('holds the pin also where a TLS session is resumed', async () => {
    const { url, asked } = await front(server);
    const transport = transportTo(url, { caFile: company.caFile, pinSha256: server.pinSha256 });
    for (let round = 0; round < 5; round += 1) expect(await health(transport)).toBe('answered');
    expect(asked).toHaveLength(5);
  });
});

describe('nothing is sent', () => {
  const cases: [
    string,
    NotAnsweringReason,
    () => Promise<readonly [Identity, ServerOptions, Partial<TlsFiles>]>,
  ][] = [
    [
      'another authority',
      'untrusted',
      async () => [await stranger.issue('head-end'), {}, { caFile: company.caFile }],
    ],
    ['no authority that this program brings', 'untrusted', async () => [server, {}, {}]],
    [
      'another computer’s certificate',
      'untrusted',
      async () => [await company.issue('other', { host: '127.0.0.2' }), {}, { caFile: company.caFile }],
    ],
    [
      'a sound certificate with another key than the pinned one',
      'wrong-pin',
      async () => [
        await company.issue('renewed'),
        {},
        { caFile: company.caFile, pinSha256: server.pinSha256 },
      ],
    ],
    [
      'the pinned key under another authority: the pin does not stand in for it',
      'untrusted',
      async () => {
        const foreign = await stranger.issue('head-end');
        return [foreign, {}, { caFile: company.caFile, pinSha256: foreign.pinSha256 }];
      },
    ],
    [
      'an expired certificate',
      'expired',
      async () => [
        await company.issue('old', {
          validFrom: new Date(Date.now() - 3 * dayMs),
          validTo: new Date(Date.now() - dayMs),
        }),
        {},
        { caFile: company.caFile },
      ],
    ],
    [
      'one that is not valid yet',
      'expired',
      async () => [
        await company.issue('new', {
          validFrom: new Date(Date.now() + dayMs),
          validTo: new Date(Date.now() + 3 * dayMs),
        }),
        {},
        { caFile: company.caFile },
      ],
    ],
    [
      'no client certificate where one is asked for',
      'client-certificate',
      async () => [server, { ...mutual, ca: company.cert }, { caFile: company.caFile }],
    ],
    // Node's server says nothing when it hangs up on these; others raise the alert of the case before.
    [
      'a client certificate of another authority',
      'broken-off',
      async () => [server, { ...mutual, ca: company.cert }, filesOf(await stranger.issue('C02'))],
    ],
    [
      'no client certificate, in the older TLS 1.2',
      'client-certificate',
      async () => [
        server,
        { ...mutual, ca: company.cert, maxVersion: 'TLSv1.2' },
        { caFile: company.caFile },
      ],
    ],
  ];

  it.each(cases)('%s → %s', async (_, reason, make) => {
    const [identity, options, files] = await make();
    const { url, asked } = await front(identity, options);
    const transport = transportTo(url, files);
    expect(await health(transport)).toBe(reason);
    const enrolled = await enrolCounter(transport, {
      ...enrolment,
      publicKey: generateSigningKey().publicKey,
    });
    expect(enrolled).toMatchObject({ kind: 'not-answering', reason });
    expect(asked).toEqual([]);
    const words = headEndFault(reason);
    expect(words === null).toBe(reason === 'broken-off');
  });

  it('a plain HTTP server behind an https address', async () => {
    const { url } = headEnd;
    const transport = transportTo(url.replace('http:', 'https:'), { caFile: company.caFile });
    expect(await health(transport)).toBe('tls');
  });

  it('a redirect is not followed, neither away nor to itself', async () => {
    const asked: string[] = [];
    const redirecting = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: `${headEnd.url}${request.url ?? ''}` }).end();
    });
    await new Promise<void>((resolve) => void redirecting.listen(0, '127.0.0.1', resolve));
    opened.push({ close: () => new Promise((resolve) => void redirecting.close(() => resolve())) });
    const { port } = redirecting.address() as AddressInfo;
    const transport = createHttpTransport({ baseUrl: `http://127.0.0.1:${port}` });
    expect(await health(transport)).toBe('redirect');
    await transport.close();
    expect(asked).toEqual(['/v1/health']);
  });
});

describe('certificate files that cannot be used', () => {
  const config = (tls: object) => {
    const text = JSON.stringify({ dataFolder: folder, headEnd: { url: 'https://127.0.0.1:9', tls } });
    return parseConfiguration('counter.json', text);
  };
  const notes: string[] = [];
  const log = { note: (what: string) => void notes.push(what), incident: () => '' };

  it.each([
    ['a file that is not there', { caFile: join(folder, 'missing.pem') }],
    ['a file that is no certificate', { caFile: join(folder, 'garbage.pem') }],
    ['a key that is none', { certFile: 'cert', keyFile: join(folder, 'garbage.pem') }],
  ])('%s: every call fails in words, and the counter starts', async (_, tls) => {
    writeFileSync(join(folder, 'garbage.pem'), '-----BEGIN CERTIFICATE-----\nnot one\n');
    const files = 'certFile' in tls ? { ...tls, certFile: counter.certFile } : tls;
    const read = config(files);
    if (!read.ok) throw new Error(read.error.detail);
    const transport = headEndTransport(read.value, log);
    if (transport === null) throw new Error('no transport');
    expect(await health(transport)).toBe('certificate-files');
    expect(headEndFault('certificate-files')).toBe('HEAD_END_CERTIFICATE_FILES');
    expect(notes.at(-1)).toContain('certificate files');
  });

  it('the configuration refuses a certificate without its key and a pin that is no SHA-256', () => {
    expect(config({ certFile: counter.certFile })).toMatchObject({ error: { key: 'headEnd.tls.keyFile' } });
    expect(config({ pinSha256: 'abc' })).toMatchObject({ error: { key: 'headEnd.tls.pinSha256' } });
    expect(config({ pinSha256: server.pinSha256, pin: 1 })).toMatchObject({
      error: { problem: 'unknown-key' },
    });
    expect(config({ pinSha256: server.pinSha256 }).ok).toBe(true);
  });
});
