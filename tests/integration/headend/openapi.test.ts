import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { generateRecoveryKey } from '../../../db/recovery-key.ts';
import { createAdmission } from '../../../headend/reference/admission.ts';
import { createFaults } from '../../../headend/reference/faults.ts';
import { createMemoryStore } from '../../../headend/reference/memory-store.ts';
import { createServer } from '../../../headend/reference/server.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { generateSigningKey } from '../../../headend/signatures.ts';
import { packStick } from '../../../headend/usb/usb-stick.ts';
import { createTestCore } from '../../harness/head-end-core.ts';
import { createMemoryJournal } from '../../harness/memory-outbox.ts';
import { readOpenApi } from '../../harness/openapi-reader.ts';
import {
  admin,
  enrolTestCounter,
  packBatch,
  testCode,
  type ReferenceCounter,
} from '../../harness/reference-counter.ts';
import { exchangeKeyOfHeadEnd, stickOf } from '../../harness/stick.ts';
import { restoreFrom } from '../../harness/restored-journal.ts';

/** The document against a validator that others wrote, and against what the reference head end really does. */
const openApi = readOpenApi();
const division = generateRecoveryKey();
let folder: string;
let headEnd: ReferenceHeadEnd;
let counter: ReferenceCounter;
/** What was seen on the wire, `GET /v1/health 200`. */
const seen = new Set<string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  const directoryFile = join(folder, 'consumers.ndjson.gz');
  writeFileSync(directoryFile, gzipSync(`${JSON.stringify({ format: 'consumer-directory' })}\n`));
  headEnd = await startReferenceHeadEnd({
    codes: [testCode, { ...testCode, code: '471-220-319', counter: 'C03' }],
    knownConsumer: (consumer) => (consumer.startsWith('1') ? { meter: null, meterKind: 'managed' } : null),
    recoveryKey: division.publicKey,
    directoryFile,
  });
  counter = await enrolTestCounter(headEnd);
});
afterAll(async () => {
  await counter.client.close();
  await headEnd.stop();
  rmSync(folder, { recursive: true });
});

interface Exchange {
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;
}

/** One real exchange, held against the document. `path` as the document writes it. */
async function exchange(
  method: 'GET' | 'POST',
  path: string,
  options: {
    readonly headers?: Record<string, string>;
    readonly body?: Uint8Array | string;
    readonly query?: string;
    readonly of?: ReferenceCounter;
  } = {},
): Promise<Exchange> {
  const of = options.of ?? counter;
  const operation = `${method} ${path}`;
  const named = path.replace('{counter}', of.enrolment.counter).replace('{consumer}', '100000001');
  const url = `${headEnd.url}${named}${options.query ?? ''}`;
  const reply = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${of.enrolment.accessToken}`,
      'x-counter': of.enrolment.counter,
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...options.headers,
    },
    ...(options.body === undefined
      ? {}
      : { body: typeof options.body === 'string' ? options.body : new Uint8Array(options.body) }),
  });
  const mediaType = (reply.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const body: unknown = mediaType.includes('json') ? await reply.json() : await reply.arrayBuffer();
  seen.add(`${operation} ${reply.status}`);
  if (reply.status !== 304) expect(openApi.misfit(operation, reply.status, mediaType, body)).toBeNull();
  return { operation, status: reply.status, body };
}

const statements = '/v1/counters/{counter}/statement';
const batches = '/v1/counters/{counter}/batches';
const ndjson = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
const sendBatch = (body: Uint8Array, of = counter) =>
  exchange('POST', batches, { headers: ndjson, body, of });

describe('openapi.json', () => {
  it('is OpenAPI 3.1 for a validator that others wrote', async () => {
    const result = await new Validator().validate({ ...openApi.document });
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
  });

  it('and would not be with one operation out of form', async () => {
    const broken = structuredClone({
      ...openApi.document,
      paths: { '/v1/health': { get: { responses: [] } } },
    });
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it('names every route of the reference server and no other', async () => {
    const app = createServer({
      core: createTestCore(createMemoryStore('e-1')),
      faults: createFaults(),
      admission: createAdmission({ batchesMax: 1, waitingMax: 1, monotonicMs: () => 0, random: () => 0 }),
      health: () => ({ state: 'accepting', notice: null }),
      notices: () => ({ text: '', signature: '' }),
      directory: null,
      slowMs: 0,
      onError: () => {},
    });
    await app.ready();
    const routes = routesOf(app.printRoutes({ commonPrefix: false }));
    await app.close();
    expect(routes.length).toBeGreaterThanOrEqual(8);
    expect(routes.toSorted()).toEqual(openApi.operations.toSorted());
  });
});

/**
 * `├── /v1/health (GET, HEAD)` of each line; HEAD comes along with GET. A path that begins with another one is
 * printed below it, without that beginning.
 */
function routesOf(printed: string): readonly string[] {
  const routes: string[] = [];
  const above: string[] = [];
  for (const line of printed.split('\n')) {
    const [, indent = '', part = '', methods = ''] =
      /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/u.exec(line) ?? [];
    const depth = indent.length / 4;
    const path = part.startsWith('/v1/') ? part : `${above[depth - 1] ?? ''}${part}`;
    above[depth] = path;
    for (const method of methods.split(', ').filter((each) => each !== '' && each !== 'HEAD')) {
      routes.push(`${method} ${path.replace(/:(\w+)/gu, '{$1}')}`);
    }
  }
  return routes;
}

describe('what the reference head end really answers', () => {
  it('without an enrolment', async () => {
    await exchange('GET', '/v1/health');
    const other = { 'protocol-versions': '2, 3' };
    expect((await exchange('GET', '/v1/health', { headers: other })).status).toBe(200);
    const wish = (change: object) => ({
      v: 1,
      code: '471-220-319',
      alg: 'ed25519',
      publicKey: generateSigningKey().publicKey,
      ...change,
    });
    const request = wish({});
    expect(openApi.misfitOf('EnrolmentRequest', request)).toBeNull();
    const enrolled = [request, wish({}), wish({ code: 'unknown-1' }), wish({ v: 9 })];
    const statuses = [];
    for (const each of enrolled)
      statuses.push((await exchange('POST', '/v1/enrolments', { body: JSON.stringify(each) })).status);
    expect(statuses).toEqual([200, 409, 403, 422]);
    const tooLong = JSON.stringify(wish({ code: 'x'.repeat(limits.batchBytesMax) }));
    expect((await exchange('POST', '/v1/enrolments', { body: tooLong })).status).toBe(413);
    for (const operation of openApi.operations.filter((each) => each !== 'GET /v1/health')) {
      const [method = '', path = ''] = operation.split(' ');
      const refused = await exchange(method === 'GET' ? 'GET' : 'POST', path, { headers: other });
      expect(refused).toMatchObject({ status: 400, body: { type: 'version', acceptVersions: [1] } });
    }
  });

  it('to batches, with the signed texts in their answers', async () => {
    for (let sale = 1; sale <= 4; sale += 1)
      counter.journal.recharge(`${sale > 3 ? 9 : 1}0000000${sale}`, sale * 100_00);
    const { entries } = counter.journal;
    const whole = await packBatch(counter.key, entries.slice(0, 2));
    const [header = ''] = gunzipSync(whole).toString().split('\n');
    expect(openApi.misfitOf('BatchHeader', JSON.parse(header))).toBeNull();
    const sent = await sendBatch(whole);
    const { results, acknowledgement } = sent.body as {
      results: { text: string }[];
      acknowledgement: { text: string };
    };
    expect(openApi.misfitOf('Acknowledgement', JSON.parse(acknowledgement.text))).toBeNull();
    expect(results.map(({ text }) => openApi.misfitOf('Answer', JSON.parse(text)))).toEqual([null, null]);
    expect((await sendBatch(whole)).status).toBe(200);
    expect(await sendBatch(await packBatch(counter.key, entries.slice(3)))).toMatchObject({
      status: 409,
      body: { type: 'gap' },
    });
    expect((await sendBatch(new TextEncoder().encode('no gzip'))).status).toBe(422);
    expect((await sendBatch(new Uint8Array(limits.batchBytesMax + 1))).status).toBe(413);
    await sendBatch(await packBatch(counter.key, entries.slice(2)));
  });

  it('to the readings of a counter', async () => {
    await exchange('GET', '/v1/counters/{counter}/state');
    const page = await exchange('GET', '/v1/counters/{counter}/results');
    const { results, cursor } = page.body as { results: { text: string }[]; cursor: string };
    expect(results.length).toBe(4);
    expect(results.every(({ text }) => openApi.misfitOf('Answer', JSON.parse(text)) === null)).toBe(true);
    const day = '?from=2026-11-23&to=2026-11-23';
    const statement = await exchange('GET', statements, { query: day });
    const { text: books } = statement.body as { text: string };
    expect(openApi.misfitOf('Statement', JSON.parse(books))).toBeNull();
    expect((await exchange('GET', statements, { query: '?from=today' })).status).toBe(422);
    await exchange('GET', '/v1/counters/{counter}/results', { query: `?after=${cursor}` });
    const text = { hi: 'सूचना', en: 'A notice' };
    const notices = [{ id: 'n-1', kind: 'outage', from: 1, until: 2, text }];
    expect((await admin(headEnd, '/admin/notices', { notices })).status).toBe(200);
    const read = await exchange('GET', '/v1/notices');
    const signed = (read.body as { notices: { text: string } }).notices;
    expect(openApi.misfitOf('NoticeList', JSON.parse(signed.text))).toBeNull();
    await admin(headEnd, '/admin/slot', { notBefore: 1_795_000_000_000, rate: 7 });
    const state = await exchange('GET', '/v1/counters/{counter}/state');
    expect(state.body).toMatchObject({ notBefore: 1_795_000_000_000, rate: 7 });
    const directory = await fetch(`${headEnd.url}/v1/directory`, {
      headers: { authorization: `Bearer ${counter.enrolment.accessToken}`, 'x-counter': 'C02' },
    });
    await exchange('GET', '/v1/directory');
    const known = { 'if-none-match': directory.headers.get('etag') ?? '' };
    expect((await exchange('GET', '/v1/directory', { headers: known })).status).toBe(304);
  });

  it('to answers that are given back', async () => {
    const { serverEpoch } = (await exchange('GET', '/v1/counters/{counter}/state')).body as {
      serverEpoch: string;
    };
    const given = { v: 1, serverEpoch, answers: [], rest: 'none' };
    expect(openApi.misfitOf('HeldAnswersRequest', given)).toBeNull();
    const post = (value: unknown) =>
      exchange('POST', '/v1/counters/{counter}/answers', { body: JSON.stringify(value) });
    expect((await post(given)).status).toBe(200);
    expect((await post({ ...given, serverEpoch: 'e-of-before' })).status).toBe(409);
    expect((await post({ ...given, v: 2 })).status).toBe(422);
    expect((await post('x'.repeat(limits.heldAnswersBytesMax))).status).toBe(413);
  });

  it('to a question about a consumer, and to a stick', async () => {
    const pending = '/v1/counters/{counter}/consumers/{consumer}/pending';
    const told = await exchange('GET', pending, { query: '?nonce=question-1' });
    const { text } = told.body as { text: string };
    expect(openApi.misfitOf('PendingElsewhere', JSON.parse(text))).toBeNull();
    expect((await exchange('GET', pending)).status).toBe(422);

    const octets = { 'content-type': 'application/octet-stream' };
    const send = (body: Uint8Array) => exchange('POST', '/v1/imports', { headers: octets, body });
    const stick = await stickOf(counter, await exchangeKeyOfHeadEnd(headEnd, counter));
    expect((await send(packStick(stick))).status).toBe(200);
    expect((await send(new Uint8Array(7))).status).toBe(422);
    expect((await send(new Uint8Array(limits.usbImportBytesMax + 1))).status).toBe(413);
    const { enrolment } = counter;
    const nobody = { ...counter, journal: createMemoryJournal('C97', counter.key) };
    nobody.journal.recharge('100000001', 100_00);
    const strange = await stickOf({ ...nobody, enrolment }, await exchangeKeyOfHeadEnd(headEnd, counter));
    expect((await send(packStick(strange))).status).toBe(404);
  });

  it('to a stranger, and to a counter that nobody enrolled', async () => {
    const stranger = { authorization: `Bearer ${'A'.repeat(43)}` };
    const nobody = { ...counter, enrolment: { ...counter.enrolment, counter: 'C99' } };
    for (const operation of openApi.operations) {
      const [method = '', path = ''] = operation.split(' ');
      if (!openApi.statuses(operation).includes('401')) continue;
      const verb = method === 'GET' ? 'GET' : 'POST';
      const headers = path === batches ? ndjson : {};
      const body = verb === 'POST' ? { body: new Uint8Array() } : {};
      expect(await exchange(verb, path, { headers: { ...headers, ...stranger }, ...body })).toMatchObject({
        status: 401,
      });
      expect(await exchange(verb, path, { headers, of: nobody, ...body })).toMatchObject({ status: 404 });
    }
  });

  it('to recoveries and forks, which freeze', async () => {
    const { body, prevHash, hash, signature } = restoreFrom(counter.journal.entries, division).recovery;
    const request = { v: 1, entry: { body, prevHash, hash, signature } };
    expect(openApi.misfitOf('RecoveryRequest', request)).toBeNull();
    const post = (value: unknown) => exchange('POST', '/v1/recoveries', { body: JSON.stringify(value) });
    expect((await post({ v: 1 })).status).toBe(422);
    const unsigned = restoreFrom(counter.journal.entries, generateRecoveryKey()).recovery;
    const { body: other, prevHash: before, hash: theirs, signature: by } = unsigned;
    expect(
      (await post({ v: 1, entry: { body: other, prevHash: before, hash: theirs, signature: by } })).status,
    ).toBe(403);
    const clone = createMemoryJournal('C02', counter.key);
    for (let sale = 1; sale <= 5; sale += 1) clone.recharge('100000009', 900_00);
    expect(await sendBatch(await packBatch(counter.key, clone.entries))).toMatchObject({
      status: 409,
      body: { type: 'fork' },
    });
    expect((await exchange('GET', '/v1/counters/{counter}/state')).status).toBe(409);
    const tooLong = JSON.stringify({ v: 1, entry: 'x'.repeat(limits.batchBytesMax) });
    expect((await post(JSON.parse(tooLong))).status).toBe(413);
    expect((await post(request)).status).toBe(200);
    const later = restoreFrom(counter.journal.entries.slice(0, 3), division).recovery;
    const { body: text, prevHash: link, hash: end, signature: sworn } = later;
    expect(
      (await post({ v: 1, entry: { body: text, prevHash: link, hash: end, signature: sworn } })).status,
    ).toBe(409);
    const unknown = restoreFrom(createMemoryJournalOf('C98'), division).recovery;
    const { body: b, prevHash: p, hash: h, signature: s } = unknown;
    expect((await post({ v: 1, entry: { body: b, prevHash: p, hash: h, signature: s } })).status).toBe(404);
  });

  it('were all of the answers that the document promises, but those of too much at once', () => {
    const promised = openApi.operations.flatMap((operation) =>
      openApi.statuses(operation).map((status) => `${operation} ${status}`),
    );
    const unseen = promised.filter((each) => !seen.has(each) && !/ (?:429|503)$/u.test(each));
    console.log(`${seen.size} kinds of answers seen of ${promised.length} promised`);
    expect(unseen).toEqual([]);
  });
});

function createMemoryJournalOf(name: string) {
  const journal = createMemoryJournal(name, generateSigningKey());
  journal.recharge('100000001', 100_00);
  return journal.entries;
}
