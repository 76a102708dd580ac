import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import type { BatchReading } from '../../../headend/client.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import type { Verdict } from '../../../headend/verdict.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import {
  admin,
  enrolTestCounter,
  packBatch,
  testCode,
  type ReferenceCounter,
} from '../../harness/reference-counter.ts';

/** Faults that strike so many calls and are over: switched by the admin surface, felt by a real client. */
let headEnd: ReferenceHeadEnd;
let counter: ReferenceCounter;

beforeEach(async () => {
  headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    knownConsumer: () => ({ meter: '12345678', meterKind: 'managed' }),
    slowMs: 300,
  });
  counter = await enrolTestCounter(headEnd);
});

afterEach(async () => {
  await counter.client.close();
  await headEnd.stop();
});

const strike = async (fault: Record<string, unknown>) =>
  expect((await admin(headEnd, '/admin/faults', fault)).status).toBe(200);
const standing = async () => (await (await admin(headEnd, '/admin/faults')).json()) as unknown;

/** Sells once and sends everything that is not acknowledged by the client's own books. */
async function sellAndSend(): Promise<Verdict<BatchReading>> {
  counter.journal.recharge('123456789', 500_00);
  return sendAll();
}

async function sendAll(): Promise<Verdict<BatchReading>> {
  const { entries } = counter.journal;
  return counter.client.sendBatch(await packBatch(counter.key, entries), entries);
}

describe('a fault that strikes so many calls', () => {
  it('loses the next three answers and no fourth; the work of each was done once', async () => {
    await strike({ kind: 'lost-answer', times: 3 });
    for (let lost = 0; lost < 3; lost += 1) {
      expect(await sellAndSend()).toMatchObject({ kind: 'not-answering', reason: 'broken-off' });
      // What is not a batch keeps its answer and uses no strike up.
      expect((await counter.client.state()).kind).toBe('answered');
    }
    expect(await standing()).toMatchObject({ kind: 'none' });
    const fourth = await sellAndSend();
    expect(fourth).toMatchObject({
      kind: 'answered',
      value: { arrivals: ['duplicate', 'duplicate', 'duplicate', 'recorded'] },
    });
    expect(await headEndLedger(headEnd)).toHaveLength(4);
  });

  it('answers the next five requests, health too, with 503 and Retry-After', async () => {
    await strike({ kind: 'busy', times: 5, retryAfterS: 7 });
    expect(await sellAndSend()).toMatchObject({ reason: 'busy', retryAfterMs: 7_000 });
    for (let asked = 0; asked < 4; asked += 1) {
      expect(await counter.client.health()).toMatchObject({ reason: 'busy', retryAfterMs: 7_000 });
    }
    expect((await counter.client.health()).kind).toBe('answered');
    expect((await sendAll()).kind).toBe('answered');
    expect(await headEndLedger(headEnd)).toHaveLength(1);
  });

  it('strikes batches alone where it is told so: the head end looks well and takes nothing', async () => {
    await strike({ kind: '503', times: 2, calls: 'batches' });
    expect((await counter.client.health()).kind).toBe('answered');
    expect(await sellAndSend()).toMatchObject({ kind: 'not-answering', reason: '5xx' });
    expect((await counter.client.state()).kind).toBe('answered');
    expect(await sendAll()).toMatchObject({ reason: '5xx' });
    expect((await sendAll()).kind).toBe('answered');
  });

  it('delivers the next batch twice at once: one credit, and the answers are those of the first', async () => {
    await strike({ kind: 'duplicate', times: 1 });
    const twice = await sellAndSend();
    expect(twice.kind).toBe('answered');
    expect(await headEndLedger(headEnd)).toHaveLength(1);
    const again = await sendAll();
    if (twice.kind !== 'answered' || again.kind !== 'answered') throw new Error('no answer');
    expect(again.value.arrivals).toEqual(['duplicate']);
    expect(again.value.answers[0]?.text).toBe(twice.value.answers[0]?.text);
  });

  it('holds one request for good and lets the next ones go; the end of the strikes lets nothing go', async () => {
    await strike({ kind: 'hang', times: 1, calls: 'batches' });
    let ended = false;
    const hanging = sellAndSend().then((verdict) => {
      ended = true;
      return verdict;
    });
    while (JSON.stringify(await standing()).includes('hang')) await counter.client.health();
    expect((await sendAll()).kind).toBe('answered');
    expect(ended).toBe(false);
    await strike({ kind: 'none' });
    expect(await hanging).toMatchObject({ kind: 'not-answering', reason: 'broken-off' });
    expect(await headEndLedger(headEnd)).toHaveLength(1);
  });

  for (const [kind, reason] of [
    ['html200', 'html'],
    ['empty200', 'empty'],
    ['wrong-signature', 'wrong-signature'],
  ] as const) {
    it(`${kind}, once: nothing is taken for an answer, and the next try is answered`, async () => {
      await strike({ kind, times: 1 });
      expect(await sellAndSend()).toMatchObject({ kind: 'not-answering', reason });
      expect((await sendAll()).kind).toBe('answered');
      expect(await headEndLedger(headEnd)).toHaveLength(1);
    });
  }

  it('is slow once', async () => {
    await strike({ kind: 'slow', times: 1 });
    const started = performance.now();
    expect((await sellAndSend()).kind).toBe('answered');
    expect(performance.now() - started).toBeGreaterThanOrEqual(295);
    expect(await standing()).toMatchObject({ kind: 'none' });
  });

  it('is refused where it makes no sense, and the fault before it stands', async () => {
    await strike({ kind: 'slow', times: 3 });
    for (const wrong of [
      { kind: 'down', times: 1 },
      { kind: 'none', times: 1 },
      { kind: 'slow', times: 0 },
      { kind: 'slow', times: 1_001 },
      { kind: 'slow', times: 1.5 },
      { kind: 'fire' },
      { kind: 'slow', calls: 'some' },
      { kind: 'busy', retryAfterS: 3_601 },
      { kind: 'slow', forever: true },
    ]) {
      expect((await admin(headEnd, '/admin/faults', wrong)).status).toBe(422);
    }
    expect(await standing()).toEqual({ kind: 'slow', times: 3, calls: 'all', retryAfterS: 1 });
    expect(limits.retryAfterMsMax).toBeGreaterThanOrEqual(3_600_000);
  });
});
