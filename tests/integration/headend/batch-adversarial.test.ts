import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchText } from '../../../headend/batch.ts';
import { nodeGzip } from '../../../headend/compression.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import type { BatchResponse, Problem } from '../../../headend/schemas.ts';
import { generateSigningKey, keyIdOf, signerOf, type DeviceKeyPair } from '../../../headend/signatures.ts';
import { limits } from '../../../counter/limits.ts';
import type { StoredEntry } from '../../../counter/journal/entry.ts';
import type { SignedAnswer } from '../../../counter/journal/answer.ts';
import { createMemoryJournal } from '../../harness/memory-outbox.ts';
import {
  admin,
  enrolTestCounter,
  packBatch,
  testCode,
  type ReferenceCounter,
} from '../../harness/reference-counter.ts';

/** What a hostile or broken sender can do to POST /v1/counters/{id}/batches. */
let headEnd: ReferenceHeadEnd;
let counter: ReferenceCounter;

beforeEach(async () => {
  headEnd = await startReferenceHeadEnd({
    codes: [testCode, { ...testCode, code: '471-220-319', counter: 'C03' }],
    knownConsumer: () => ({ meter: '12345678', meterKind: 'managed' }),
  });
  counter = await enrolTestCounter(headEnd);
  for (let sale = 1; sale <= 6; sale += 1) counter.journal.recharge(`10000000${sale}`, sale * 100_00);
});

afterEach(async () => {
  await counter.client.close();
  await headEnd.stop();
});

interface Sent {
  readonly status: number;
  readonly problem: Problem | null;
  readonly response: BatchResponse | null;
}

async function post(body: Uint8Array, to = counter, token = to.enrolment.accessToken): Promise<Sent> {
  const reply = await fetch(`${headEnd.url}/v1/counters/${to.enrolment.counter}/batches`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
      authorization: `Bearer ${token}`,
    },
    body: new Uint8Array(body),
  });
  const json: unknown = await reply.json();
  return reply.status === 200
    ? { status: 200, problem: null, response: json as BatchResponse }
    : { status: reply.status, problem: json as Problem, response: null };
}

const slice = (from: number, to: number) => counter.journal.entries.slice(from - 1, to);
const send = async (from: number, to: number) => post(await packBatch(counter.key, slice(from, to)));

function lines(entries: readonly StoredEntry[], key: DeviceKeyPair = counter.key): string[] {
  return batchText({ batch: 'b', keyId: keyIdOf(key.publicKey), sw: 'test' }, entries, []).split('\n');
}

const packLines = (text: readonly string[]) => nodeGzip(new TextEncoder().encode(text.join('\n')));

function withHeader(text: readonly string[], change: Record<string, unknown>): string[] {
  const header = JSON.parse(text[0] ?? '') as Record<string, unknown>;
  return [JSON.stringify({ ...header, ...change }), ...text.slice(1)];
}

async function credited(): Promise<number> {
  const csv = await (await admin(headEnd, '/admin/ledger.csv')).text();
  return csv.trim().split('\r\n').length - 1;
}

const ackedBy = (sent: Sent) =>
  (JSON.parse(sent.response?.acknowledgement.text ?? '{}') as { ackedSeq?: number }).ackedSeq;
const arrivals = (sent: Sent) => sent.response?.results.map(({ arrival }) => arrival);

describe('order and repetition', () => {
  it('duplicate: the same bytes twice, and ten times at once, credit once', async () => {
    const batch = await packBatch(counter.key, slice(1, 6));
    const all = await Promise.all(Array.from({ length: 10 }, () => post(batch)));
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(all.filter((sent) => arrivals(sent)?.[0] === 'recorded')).toHaveLength(1);
    expect(await credited()).toBe(6);
  });

  it('replayed: an old batch after newer ones changes nothing and acknowledges the newest', async () => {
    const old = await packBatch(counter.key, slice(1, 2));
    await post(old);
    await send(3, 6);
    const again = await post(old);
    expect(arrivals(again)).toEqual(['duplicate', 'duplicate']);
    expect(ackedBy(again)).toBe(6);
    expect(await credited()).toBe(6);
  });

  it('overlapping: the known part is a duplicate, the rest is recorded', async () => {
    await send(1, 4);
    const sent = await send(3, 6);
    expect(arrivals(sent)).toEqual(['duplicate', 'duplicate', 'recorded', 'recorded']);
    expect(ackedBy(sent)).toBe(6);
  });

  it('gap: says what it expects, records nothing', async () => {
    await send(1, 2);
    const sent = await send(4, 6);
    expect(sent).toMatchObject({ status: 409, problem: { type: 'gap', expectedSeq: 3 } });
    expect(await credited()).toBe(2);
  });

  it('reordered: two bodies changed places', async () => {
    const [header = '', first = '', second = '', ...rest] = lines(slice(1, 3));
    const sent = await post(await packLines([header, second, first, ...rest]));
    expect(sent).toMatchObject({ status: 422, problem: { type: 'chain' } });
  });

  it('fork: another entry at a known place freezes the counter, also for its true batches', async () => {
    await send(1, 3);
    const clone = createMemoryJournal('C02', counter.key);
    for (let sale = 1; sale <= 4; sale += 1) clone.recharge('100000009', 900_00);
    const sent = await post(await packBatch(counter.key, clone.entries));
    expect(sent).toMatchObject({ status: 409, problem: { type: 'fork', seq: 1 } });
    expect((await send(4, 6)).problem?.type).toBe('fork');
    expect(await credited()).toBe(3);
  });

  it('fork: the right number to go on from, but after another history', async () => {
    await send(1, 3);
    const clone = createMemoryJournal('C02', counter.key);
    for (let sale = 1; sale <= 4; sale += 1) clone.recharge('100000009', 900_00);
    const sent = await post(await packBatch(counter.key, clone.entries.slice(3)));
    expect(sent).toMatchObject({ status: 409, problem: { type: 'fork', seq: 3 } });
  });

  it('from another epoch', async () => {
    const other = createMemoryJournal('C02', counter.key, 2);
    other.recharge('100000001', 100_00);
    const sent = await post(await packBatch(counter.key, other.entries));
    expect(sent).toMatchObject({ status: 409, problem: { type: 'epoch' } });
  });
});

describe('form', () => {
  it('truncated anywhere: nothing is recorded', async () => {
    const whole = await packBatch(counter.key, slice(1, 6));
    for (const share of [0, 0.1, 0.5, 0.9, 0.99]) {
      const sent = await post(whole.slice(0, Math.floor(whole.length * share)));
      expect(sent).toMatchObject({ status: 422, problem: { type: 'malformed' } });
    }
    const text = lines(slice(1, 6));
    expect((await post(await packLines(text.slice(0, 4)))).problem?.type).toBe('malformed');
    expect((await post(await packLines(text.slice(0, -1)))).problem?.type).toBe('malformed');
    expect(await credited()).toBe(0);
  });

  it('not gzip, not UTF-8, not JSON, a list, an empty line, a zero byte', async () => {
    const text = lines(slice(1, 1));
    const bad = [
      new TextEncoder().encode(text.join('\n')),
      await nodeGzip(new Uint8Array([0xff, 0xfe, 0x0a])),
      await packLines(['{', ...text.slice(1)]),
      await packLines(['[]', ...text.slice(1)]),
      await packLines([text[0] ?? '', '', '']),
      await packLines([text[0] ?? '', '{"v":\u0000}', '']),
    ];
    for (const body of bad) expect((await post(body)).problem?.type).toBe('malformed');
  });

  it('a header that disagrees with its lines', async () => {
    const text = lines(slice(1, 3));
    for (const change of [
      { to: 4 },
      { entries: 2 },
      { answers: 1 },
      { from: 0 },
      { v: 2 },
      { entries: 501, to: 501 },
    ]) {
      expect((await post(await packLines(withHeader(text, change)))).problem?.type).toBe('malformed');
    }
    expect(await credited()).toBe(0);
  });

  it('500 entries are taken, 501 are not', async () => {
    while (counter.journal.entries.length < 501) counter.journal.recharge('100000001', 100_00);
    expect((await send(1, 501)).problem?.type).toBe('malformed');
    expect(arrivals(await send(1, 500))).toHaveLength(500);
  });

  it('too large on the wire', async () => {
    const noise = Buffer.from(
      Array.from({ length: limits.batchBytesMax + 1 }, (_, index) => (index * 7919) % 251),
    );
    expect(await post(noise)).toMatchObject({ status: 413, problem: { type: 'too-large' } });
  });

  it('gzip bomb: a few kilobytes that would unpack to a hundred megabytes', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000, 0x20));
    expect(bomb.length).toBeLessThan(limits.batchBytesMax);
    const before = process.memoryUsage().rss;
    expect(await post(bomb)).toMatchObject({ status: 413, problem: { type: 'too-large' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(90_000_000);
  });

  it('a body at its limit is taken, one byte longer is not', async () => {
    const fits = createMemoryJournal('C02', counter.key);
    const plain = Buffer.byteLength(fits.recharge('100000001', 100_00, { note: '' }).body);
    const padded = (bytes: number) => {
      const journal = createMemoryJournal('C02', counter.key);
      journal.recharge('100000001', 100_00, { note: 'x'.repeat(bytes - plain) });
      return packBatch(counter.key, journal.entries);
    };
    expect(await post(await padded(limits.journalBodyBytesMax + 1))).toMatchObject({ status: 413 });
    expect(await post(await padded(limits.journalBodyBytesMax))).toMatchObject({ status: 200 });
  });
});

describe('proof', () => {
  it('wrong signature under the enrolled key', async () => {
    const text = withHeader(lines(slice(1, 3)), { lastSignature: 'A'.repeat(86) });
    expect(await post(await packLines(text))).toMatchObject({ status: 422, problem: { type: 'signature' } });
  });

  it('signature of another hash, and an unknown algorithm', async () => {
    const other = counter.journal.entries[0]?.signature;
    const text = lines(slice(1, 3));
    expect((await post(await packLines(withHeader(text, { lastSignature: other })))).problem?.type).toBe(
      'signature',
    );
    expect((await post(await packLines(withHeader(text, { alg: 'none' })))).problem?.type).toBe('signature');
  });

  it('a changed amount with the old hash', async () => {
    const text = lines(slice(1, 3)).map((line) => line.replace('"amountPaise":10000', '"amountPaise":99000'));
    expect((await post(await packLines(text))).problem?.type).toBe('chain');
  });

  it('a changed amount with a new chain but without the key', async () => {
    const thief = generateSigningKey();
    const forged = createMemoryJournal('C02', thief);
    forged.recharge('100000001', 9_000_00);
    const keyId = keyIdOf(counter.key.publicKey);
    const text = withHeader(lines(forged.entries, thief), { keyId });
    expect((await post(await packLines(text))).problem?.type).toBe('signature');
    expect(await credited()).toBe(0);
  });

  it('an unknown key is recorded, and credits nothing until an officer has enrolled it', async () => {
    const fresh = generateSigningKey();
    const sent = await post(await packBatch(fresh, slice(1, 2)));
    expect(sent.response?.results.map(({ text }) => text)).toEqual([
      expect.stringContaining('"code":"unknown-key"'),
      expect.stringContaining('"code":"unknown-key"'),
    ]);
    expect(ackedBy(sent)).toBe(2);
    expect(await credited()).toBe(0);
  });

  it('wrong counter: in the address, in the header, in the token', async () => {
    const other = await enrolTestCounter(headEnd, '471-220-319');
    const batch = await packBatch(counter.key, slice(1, 2));
    expect(await post(batch, other)).toMatchObject({ status: 422, problem: { type: 'malformed' } });
    expect(await post(batch, counter, other.enrolment.accessToken)).toMatchObject({ status: 401 });
    expect(await post(batch, counter, 'A'.repeat(43))).toMatchObject({ status: 401 });
    expect(await credited()).toBe(0);
    await other.client.close();
  });

  it('one uid at two places credits once; the second is parked for a person', async () => {
    const uid = counter.journal.entries[0]?.uid ?? '';
    counter.journal.recharge('100000001', 100_00, { uid });
    const sent = await send(1, 7);
    expect(arrivals(sent)?.at(-1)).toBe('parked');
    expect(sent.response?.results.at(-1)?.text).toContain('"code":"uid-seen"');
    expect(await credited()).toBe(6);
  });

  it('one uid from two counters credits once', async () => {
    await send(1, 1);
    const other = await enrolTestCounter(headEnd, '471-220-319');
    other.journal.recharge('100000001', 100_00, { uid: counter.journal.entries[0]?.uid ?? '' });
    expect(arrivals(await post(await packBatch(other.key, other.journal.entries), other))).toEqual([
      'parked',
    ]);
    expect(await credited()).toBe(1);
    await other.client.close();
  });
});

describe('poisoned entries never stop the ones behind them', () => {
  it('unknown kinds, versions and places, amounts out of bounds, no JSON: recorded and parked', async () => {
    const journal = createMemoryJournal('C02', counter.key);
    journal.append('from-the-future', { amountPaise: 500_00 });
    journal.append('recharge', { v: 2 });
    journal.recharge('100000001', 100_00, { seq: 99 });
    journal.recharge('100000001', 0);
    journal.recharge('100000001', -5_00);
    journal.recharge('100000001', limits.amountPaiseMax + 1);
    journal.recharge('', 100_00);
    journal.recharge('100000001', 100_00, { uid: 'not a uid' });
    journal.append('toString');
    journal.recharge('100000001', 100_00, { consumer: ['100000001'] });
    journal.recharge('100000001', limits.amountPaiseMax);
    const sent = await post(await packBatch(counter.key, journal.entries));
    expect(arrivals(sent)).toEqual([...Array.from({ length: 10 }, () => 'parked'), 'recorded']);
    expect(ackedBy(sent)).toBe(11);
    expect(await credited()).toBe(1);
    const parked = sent.response?.results.slice(0, -1).map(({ text }) => text) ?? [];
    for (const text of parked) expect(text).toContain('"credit":"pending"');
  });

  it('entries from the future are taken: order is by number, not by clock', async () => {
    const journal = createMemoryJournal('C02', counter.key);
    journal.recharge('100000001', 100_00, { at: 4_102_444_800_000, businessDate: '2100-01-01' });
    expect(arrivals(await post(await packBatch(counter.key, journal.entries)))).toEqual(['recorded']);
  });

  it('a consumer number that is markup or a formula is shown and exported as text', async () => {
    const journal = createMemoryJournal('C02', counter.key);
    journal.recharge('=1+1,"x"', 100_00);
    journal.recharge('<img src=x>', 100_00);
    await post(await packBatch(counter.key, journal.entries));
    const page = await (await admin(headEnd, '/admin')).text();
    expect(page).toContain('&lt;img src=x&gt;');
    expect(page).not.toContain('<img');
    const csv = await (await admin(headEnd, '/admin/ledger.csv')).text();
    expect(csv).toContain(`"'=1+1,""x"""`);
  });
});

describe('answers that come with entries', () => {
  async function forgedAnswer(sign: (hash: string) => string): Promise<SignedAnswer> {
    const { answerHash } = await import('../../../counter/journal/chain.ts');
    const { canonicalJson } = await import('../../../counter/journal/canonical.ts');
    const { sha256Hex } = await import('../../../headend/signatures.ts');
    const answer = {
      v: 1,
      counter: 'C02',
      epoch: 1,
      seq: 1,
      uid: counter.journal.entries[0]?.uid ?? '',
      record: 'recorded',
      credit: 'applied',
      turn: 1,
      code: null,
      text: null,
      reference: 'HE-FORGED',
      tokens: ['12345678901234567890'],
      decidedAt: 1,
    } as const;
    const text = canonicalJson(answer);
    return { answer, text, signature: sign(answerHash(sha256Hex, text)) };
  }

  it('a forged one is not looked at: the head end decides by itself', async () => {
    const forged = await forgedAnswer(signerOf(counter.key));
    const sent = await post(await packBatch(counter.key, slice(1, 1), [forged]));
    expect(sent.response?.results[0]?.text).not.toContain('HE-FORGED');
    expect(sent.response?.results[0]?.text).not.toContain('12345678901234567890');
  });

  it('a true answer about another entry does not move to this one', async () => {
    await send(1, 1);
    const stolen = (await counter.client.results(null)) as { value: { answers: readonly SignedAnswer[] } };
    const sent = await post(await packBatch(counter.key, slice(2, 2), stolen.value.answers));
    const said = JSON.parse(sent.response?.results[0]?.text ?? '{}') as { seq: number; uid: string };
    expect(said).toMatchObject({ seq: 2, uid: counter.journal.entries[1]?.uid });
    expect(await credited()).toBe(2);
  });
});

describe('too many at once', () => {
  it('beyond the bound the answer is 503 with Retry-After, and nothing is half done', async () => {
    await headEnd.stop();
    headEnd = await startReferenceHeadEnd({
      codes: [testCode],
      batchesAtOnce: 2,
      batchesWaiting: 0,
      knownConsumer: () => null,
    });
    counter = await enrolTestCounter(headEnd);
    for (let sale = 0; sale < 500; sale += 1) counter.journal.recharge('100000001', 100_00);
    const batch = await packBatch(counter.key, counter.journal.entries);
    const all = await Promise.all(
      Array.from({ length: 12 }, () => counter.client.sendBatch(batch, counter.journal.entries)),
    );
    const busy = all.filter((verdict) => verdict.kind === 'not-answering');
    expect(busy.length).toBeGreaterThan(0);
    for (const verdict of busy) {
      expect(verdict).toMatchObject({ reason: 'busy' });
      expect(verdict.kind === 'not-answering' && verdict.retryAfterMs).toBeGreaterThanOrEqual(1_000);
    }
    expect(all.some((verdict) => verdict.kind === 'answered')).toBe(true);
  });
});
