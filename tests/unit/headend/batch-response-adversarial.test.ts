import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../counter/journal/canonical.ts';
import { acknowledgementHash, answerHash, hashBeforeFirst } from '../../../counter/journal/chain.ts';
import { createHeadEndClient, type HeadEndClient } from '../../../headend/client.ts';
import { defaultDeadlines } from '../../../headend/deadlines.ts';
import { readRetryAfter } from '../../../headend/judge-reply.ts';
import { generateSigningKey, sha256Hex, signerOf, verifyHashLater } from '../../../headend/signatures.ts';
import type { HttpReply } from '../../../headend/transport.ts';
import { limits } from '../../../counter/limits.ts';
import {
  expectNoAnswers,
  expectPoisonJudged,
  judgeJson,
  type MessageUnderTest,
} from '../../harness/judged-replies.ts';
import { createScriptedHeadEnd } from '../../harness/scripted-head-end.ts';
import { createMemoryJournal, type MemoryJournal } from '../../harness/memory-outbox.ts';

/** What a broken, hostile or foreign head end can answer; the client must not take it for an answer. */
const headEndKey = generateSigningKey();
const identity = {
  counter: 'C02',
  epoch: 1,
  serverId: 'he-1',
  headEndPublicKey: headEndKey.publicKey,
  accessToken: 'A'.repeat(43),
};

let reply: HttpReply;
let client: HeadEndClient;
let journal: MemoryJournal;

beforeEach(() => {
  journal = createMemoryJournal('C02', generateSigningKey());
  journal.recharge('100000001', 500_00);
  client = createHeadEndClient({
    identity,
    deadlines: defaultDeadlines,
    sha256: sha256Hex,
    verify: verifyHashLater,
    transport: { send: async () => reply, stream: async () => reply, close: async () => {} },
  });
});

function http(status: number, type: string, body: string, headers: Record<string, string> = {}): HttpReply {
  const bytes = new TextEncoder().encode(body);
  return { kind: 'reply', status, headers: { 'content-type': type, ...headers }, body: bytes };
}
const json = (value: unknown) => http(200, 'application/json', JSON.stringify(value));

function acknowledgement(change: Record<string, Json> = {}, key = headEndKey) {
  const text = canonicalJson({
    v: 1,
    serverId: 'he-1',
    serverEpoch: 'e-1',
    counter: 'C02',
    epoch: 1,
    ackedSeq: 1,
    headHash: journal.entries[0]?.hash ?? '',
    at: 1,
    ...change,
  });
  return { text, signature: signerOf(key)(acknowledgementHash(sha256Hex, text)) };
}

function answer(change: Record<string, Json> = {}, key = headEndKey) {
  const text = canonicalJson({
    v: 1,
    counter: 'C02',
    epoch: 1,
    seq: 1,
    uid: journal.entries[0]?.uid ?? '',
    record: 'recorded',
    credit: 'applied',
    turn: 1,
    code: null,
    text: null,
    reference: 'HE-1',
    tokens: [],
    decidedAt: 1,
    ...change,
  });
  return { text, signature: signerOf(key)(answerHash(sha256Hex, text)) };
}

const batchReply = (change: object = {}) => ({
  serverId: 'he-1',
  serverEpoch: 'e-1',
  acknowledgement: acknowledgement(),
  results: [{ seq: 1, arrival: 'recorded', ...answer() }],
  cursorBefore: 'e-1:0',
  cursorAfter: 'e-1:1',
  ...change,
});

async function judged(value: HttpReply): Promise<string> {
  reply = value;
  const verdict = await client.sendBatch(new Uint8Array(), journal.entries);
  return verdict.kind === 'not-answering' ? verdict.reason : verdict.kind;
}

const message: MessageUnderTest = {
  message: 'BatchResponse',
  sound: (headEnd) => headEnd.batchResponse(),
  ask: (headEnd) => headEnd.client.sendBatch(new Uint8Array(), headEnd.journal.entries),
};

describe('the answer to a batch', () => {
  it('is no page, no half and no twice', async () => {
    expect(await expectNoAnswers(message)).toBeGreaterThan(25);
  });

  it('poisoned in any field is what openapi.json says it is, and its signatures hold', async () => {
    const { tried, taken } = await expectPoisonJudged(message);
    expect(tried).toBeGreaterThan(150);
    expect(taken.filter((what) => /\.text|signature|server|seq/u.test(what))).toEqual([]);
  });

  it('duplicate: each result twice is the same answers twice, and stored once', async () => {
    const headEnd = createScriptedHeadEnd();
    const result = { seq: 1, arrival: 'duplicate', ...headEnd.answer() };
    expect(await judgeJson(headEnd, message, headEnd.batchResponse({ results: [result, result] }))).toBe(
      'answered',
    );
  });

  it('replayed from another batch: answers about entries that were not sent are not taken', async () => {
    const headEnd = createScriptedHeadEnd();
    const later = headEnd.journal.recharge('100000001', 100_00);
    const old = {
      seq: later.seq,
      arrival: 'recorded',
      ...headEnd.answer({ seq: later.seq, uid: later.uid }),
    };
    const ask = {
      ...message,
      ask: () => headEnd.client.sendBatch(new Uint8Array(), headEnd.journal.entries.slice(0, 1)),
    };
    expect(await judgeJson(headEnd, ask, headEnd.batchResponse({ results: [old] }))).toBe('wrong-answer');
  });

  it('from the future and too large: a date past the last one, more results than a batch holds', async () => {
    const headEnd = createScriptedHeadEnd();
    const result = (change = {}) => ({ seq: 1, arrival: 'recorded', ...headEnd.answer(change) });
    const judged = (results: readonly Json[]) =>
      judgeJson(headEnd, message, headEnd.batchResponse({ results }));
    expect(await judged([result({ decidedAt: limits.wallMsMax })])).toBe('answered');
    expect(await judged([result({ decidedAt: limits.wallMsMax + 1 })])).toBe('unparsable');
    const many = (count: number) => Array.from({ length: count }, () => result());
    expect(await judged(many(limits.batchEntriesMax))).toBe('answered');
    expect(await judged(many(limits.batchEntriesMax + 1))).toBe('unparsable');
  });
});

describe('what counts as an answer to a batch', () => {
  it('the right one does', async () => {
    expect(await judged(json(batchReply()))).toBe('answered');
  });

  it('pages, nothing, and half an answer do not', async () => {
    expect(await judged(http(200, 'text/html', '<h1>Welcome to the station Wi-Fi</h1>'))).toBe('html');
    expect(await judged(http(200, 'text/html; charset=utf-8', JSON.stringify(batchReply())))).toBe('html');
    expect(await judged(http(200, 'application/json', ''))).toBe('empty');
    expect(await judged(http(204, 'application/json', ''))).toBe('empty');
    expect(await judged(http(200, 'text/plain', 'OK'))).toBe('unparsable');
    expect(await judged(http(200, 'application/json', JSON.stringify(batchReply()).slice(0, -20)))).toBe(
      'unparsable',
    );
    expect(await judged(json({ ok: true }))).toBe('unparsable');
    expect(await judged(json(null))).toBe('unparsable');
    expect(await judged(json(batchReply({ results: 'all' })))).toBe('unparsable');
    expect(await judged(http(302, 'text/html', ''))).toBe('redirect');
  });

  it('transport failures and statuses are unknown, never a refusal', async () => {
    for (const reason of ['refused', 'unreachable', 'tls', 'timeout', 'broken-off', 'too-long'] as const) {
      expect(await judged({ kind: 'failed', reason, detail: '' })).toBe(reason);
    }
    expect(await judged(http(500, 'text/plain', ''))).toBe('5xx');
    expect(await judged(http(502, 'text/html', '<h1>Bad Gateway</h1>'))).toBe('5xx');
    expect(await judged(http(503, 'text/html', ''))).toBe('5xx');
    expect(await judged(http(503, 'text/html', '', { 'retry-after': '7' }))).toBe('busy');
    expect(await judged(http(429, 'application/problem+json', '{}'))).toBe('busy');
    expect(await judged(http(404, 'text/html', '<h1>Not Found</h1>'))).toBe('html');
    expect(await judged(http(401, 'application/json', '{}'))).toBe('unparsable');
  });

  it('only a problem document refuses; 413 also without one', async () => {
    const problem = JSON.stringify({ type: 'gap', title: 'Gap', status: 409, expectedSeq: 7 });
    expect(await judged(http(409, 'application/problem+json', problem))).toBe('refused');
    expect(await judged(http(409, 'application/json', problem))).toBe('unparsable');
    expect(await judged(http(409, 'application/problem+json', '{"type":"other"}'))).toBe('unparsable');
    expect(await judged(http(413, 'text/html', ''))).toBe('refused');
  });

  it('another server, and another key', async () => {
    const stranger = generateSigningKey();
    expect(await judged(json(batchReply({ serverId: 'he-2' })))).toBe('wrong-server');
    expect(await judged(json(batchReply({ acknowledgement: acknowledgement({ serverId: 'he-2' }) })))).toBe(
      'wrong-server',
    );
    expect(await judged(json(batchReply({ acknowledgement: acknowledgement({}, stranger) })))).toBe(
      'wrong-signature',
    );
    const results = [{ seq: 1, arrival: 'recorded', ...answer({}, stranger) }];
    expect(await judged(json(batchReply({ results })))).toBe('wrong-signature');
  });

  it('a signed text with one changed character', async () => {
    const { text, signature } = acknowledgement();
    const changed = { text: text.replace('"ackedSeq":1', '"ackedSeq":9'), signature };
    expect(await judged(json(batchReply({ acknowledgement: changed })))).toBe('wrong-signature');
    const said = answer();
    const results = [{ seq: 1, arrival: 'recorded', ...said, text: said.text.replace('HE-1', 'HE-2') }];
    expect(await judged(json(batchReply({ results })))).toBe('wrong-signature');
  });

  it('true signatures in the wrong place: another counter, epoch, entry, kind of text', async () => {
    const withAck = (change: Record<string, Json>) =>
      judged(json(batchReply({ acknowledgement: acknowledgement(change) })));
    expect(await withAck({ counter: 'C03' })).toBe('wrong-answer');
    expect(await withAck({ epoch: 2 })).toBe('wrong-answer');
    expect(await withAck({ serverEpoch: 'e-0' })).toBe('wrong-answer');
    const withAnswer = (change: Record<string, Json>, seq = 1) =>
      judged(json(batchReply({ results: [{ seq, arrival: 'recorded', ...answer(change) }] })));
    expect(await withAnswer({ counter: 'C03' })).toBe('wrong-answer');
    expect(await withAnswer({ epoch: 2 })).toBe('wrong-answer');
    expect(await withAnswer({ uid: '019aaf00-3000-7abc-8def-0123456789ab' })).toBe('wrong-answer');
    expect(await withAnswer({ seq: 2 }, 2)).toBe('wrong-answer');
    expect(await withAnswer({}, 2)).toBe('wrong-answer');
    expect(await withAnswer({ tokens: ['not twenty digits'] })).toBe('unparsable');
    const swapped = { ...answer(), signature: acknowledgement().signature };
    expect(await judged(json(batchReply({ results: [{ seq: 1, arrival: 'recorded', ...swapped }] })))).toBe(
      'wrong-signature',
    );
  });

  it('health and state of another server', async () => {
    reply = json({ v: 1, serverId: 'he-2', state: 'accepting', serverTime: 1, notice: null });
    expect(await client.health()).toMatchObject({ reason: 'wrong-server' });
    reply = json({
      serverId: 'he-1',
      serverEpoch: 'e-1',
      serverTime: 1,
      acknowledgement: acknowledgement({ ackedSeq: 0, headHash: hashBeforeFirst }, generateSigningKey()),
      limits: { batchEntriesMax: 500, batchBytesMax: 262_144 },
      notBefore: null,
    });
    expect(await client.state()).toMatchObject({ reason: 'wrong-signature' });
  });
});

describe('Retry-After', () => {
  it('is seconds or a date against the reply’s own, from zero to an hour', () => {
    expect(readRetryAfter({ 'retry-after': '7' })).toBe(7_000);
    expect(readRetryAfter({ 'retry-after': '0' })).toBe(0);
    expect(readRetryAfter({ 'retry-after': '3600' })).toBe(3_600_000);
    expect(readRetryAfter({ 'retry-after': '3601' })).toBe(3_600_000);
    expect(readRetryAfter({ 'retry-after': '99999999999999' })).toBeNull();
    expect(readRetryAfter({ 'retry-after': '-1' })).toBeNull();
    expect(readRetryAfter({ 'retry-after': 'soon' })).toBeNull();
    const date = 'Mon, 23 Nov 2026 10:00:00 GMT';
    expect(readRetryAfter({ 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT', date })).toBe(30_000);
    expect(readRetryAfter({ 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT', date })).toBe(0);
    expect(readRetryAfter({ 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT' })).toBeNull();
    expect(readRetryAfter({})).toBeNull();
  });
});
