import { setTimeout as delay } from 'node:timers/promises';
import { encodeBatch } from '../../headend/batch.ts';
import { enrolCounter } from '../../headend/enrolment-calls.ts';
import { nodeGzip } from '../../headend/compression.ts';
import { createHttpTransport } from '../../headend/http-transport.ts';
import { judgeReply, readRetryAfter } from '../../headend/judge-reply.ts';
import { batchResponseSchema, type Enrolment } from '../../headend/schemas.ts';
import { checkAcknowledgement, checkAnswers } from '../../headend/signed-texts.ts';
import { generateSigningKey, keyIdOf, sha256Hex, verifyHashLater } from '../../headend/signatures.ts';
import type { HttpReply, HttpTransport } from '../../headend/transport.ts';
import { limits } from '../../counter/limits.ts';
import { createMemoryJournal } from './memory-outbox.ts';
import { testCode } from './reference-counter.ts';
import type { OfferedCode } from '../../headend/reference/enrol.ts';

/**
 * Many counters that speak the protocol: real keys, chains and signatures, one batch of each in flight.
 * Batches are made before the clock starts and answers are checked after it stopped, for the counters of
 * a division do both on processors of their own.
 */
export interface Fleet {
  readonly counters: readonly FleetCounter[];
  readonly entries: number;
  /** Of all recharges. */
  readonly totalPaise: number;
  /** Of the first batch, gzipped. */
  readonly bytesPerEntry: number;
  close(): Promise<void>;
}

/** Where a fleet uploads to: one code a counter, and consumers that are known there. */
export interface FleetTarget {
  readonly url: string;
  readonly codes: readonly OfferedCode[];
  readonly consumers: readonly string[];
}

export interface FleetCounter {
  readonly enrolment: Enrolment;
  readonly transport: HttpTransport;
  readonly batches: readonly Uint8Array[];
  readonly lastSeq: number;
}

export interface FleetRun {
  readonly elapsedMs: number;
  /** How often the head end asked each counter to come back later. */
  readonly turnedAway: ReadonlyMap<FleetCounter, number>;
  readonly replies: ReadonlyMap<FleetCounter, readonly HttpReply[]>;
  /** Whose batch was taken, in order. */
  readonly taken: readonly FleetCounter[];
}

export async function prepareFleet(
  headEnd: FleetTarget,
  shape: { readonly entriesEach: number; readonly batchEntries: number },
): Promise<Fleet> {
  const counters: FleetCounter[] = [];
  let totalPaise = 0;
  for (const [index, { code }] of headEnd.codes.entries()) {
    const key = generateSigningKey();
    const transport = createHttpTransport({ baseUrl: headEnd.url });
    const verdict = await enrolCounter(transport, { v: 1, code, alg: 'ed25519', publicKey: key.publicKey });
    if (verdict.kind !== 'answered') throw new Error(`enrolment: ${JSON.stringify(verdict)}`);
    const journal = createMemoryJournal(verdict.value.counter, key);
    for (let sale = 0; sale < shape.entriesEach; sale += 1) {
      const consumer = headEnd.consumers[(index * 7_919 + sale) % headEnd.consumers.length] ?? '';
      const amountPaise = 100_00 + ((index + sale * 37) % 400) * 10_00;
      journal.recharge(consumer, amountPaise);
      totalPaise += amountPaise;
    }
    const batches: Uint8Array[] = [];
    const frame = { batch: 'bench', keyId: keyIdOf(key.publicKey), sw: 'bench' };
    for (let from = 0; from < shape.entriesEach; from += shape.batchEntries) {
      batches.push(
        await encodeBatch(nodeGzip, frame, journal.entries.slice(from, from + shape.batchEntries), []),
      );
    }
    counters.push({ enrolment: verdict.value, transport, batches, lastSeq: shape.entriesEach });
  }
  const firstBytes = counters[0]?.batches[0]?.length ?? 0;
  return {
    counters,
    entries: counters.length * shape.entriesEach,
    totalPaise,
    bytesPerEntry: firstBytes / Math.min(shape.batchEntries, shape.entriesEach),
    close: async () => {
      await Promise.all(counters.map(({ transport }) => transport.close()));
    },
  };
}

/** All counters at once, from the first byte to the last answer. */
export async function runFleet({ counters }: Fleet): Promise<FleetRun> {
  const turnedAway = new Map<FleetCounter, number>();
  const replies = new Map<FleetCounter, HttpReply[]>();
  const taken: FleetCounter[] = [];
  const upload = async (counter: FleetCounter): Promise<void> => {
    const kept: HttpReply[] = [];
    replies.set(counter, kept);
    for (const batch of counter.batches) {
      for (;;) {
        const reply = await post(counter, batch);
        const waitMs = reply.kind === 'reply' && reply.status === 503 ? readRetryAfter(reply.headers) : null;
        if (waitMs === null) {
          kept.push(reply);
          taken.push(counter);
          break;
        }
        turnedAway.set(counter, (turnedAway.get(counter) ?? 0) + 1);
        await delay(waitMs);
      }
    }
  };
  const startedMs = performance.now();
  await Promise.all(counters.map(upload));
  return { elapsedMs: performance.now() - startedMs, turnedAway, replies, taken };
}

function post({ enrolment, transport }: FleetCounter, body: Uint8Array): Promise<HttpReply> {
  return transport.send({
    method: 'POST',
    path: `/v1/counters/${enrolment.counter}/batches`,
    headers: {
      authorization: `Bearer ${enrolment.accessToken}`,
      accept: 'application/json',
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    },
    body,
    timeoutMs: 60_000,
    maxResponseBytes: limits.responseBytesMax,
  });
}

/** Checks every signature of every reply as a counter does; throws at the first that does not hold. */
export async function proveReplies({ counters }: Fleet, { replies }: FleetRun): Promise<void> {
  for (const counter of counters) {
    const ports = { identity: counter.enrolment, sha256: sha256Hex, verify: verifyHashLater };
    let ackedSeq = 0;
    for (const reply of replies.get(counter) ?? []) {
      const verdict = judgeReply(reply, batchResponseSchema);
      if (verdict.kind !== 'answered') throw new Error(`a batch was not taken: ${JSON.stringify(verdict)}`);
      const { acknowledgement, serverEpoch, results } = verdict.value;
      const acked = await checkAcknowledgement(ports, acknowledgement, serverEpoch);
      const answers = await checkAnswers(ports, results, null);
      if (!acked.ok || !answers.ok) throw new Error('a reply of the head end does not hold');
      if (answers.value.some(({ answer }) => answer.credit !== 'applied'))
        throw new Error(
          `not credited: ${answers.value.find(({ answer }) => answer.credit !== 'applied')?.text}`,
        );
      ackedSeq = acked.value.acknowledgement.ackedSeq;
    }
    if (ackedSeq !== counter.lastSeq) throw new Error(`acknowledged ${ackedSeq} of ${counter.lastSeq}`);
  }
}

/** Codes for so many counters, `B0000` on. */
export function fleetCodes(counters: number): readonly OfferedCode[] {
  return Array.from({ length: counters }, (_, index) => ({
    ...testCode,
    code: `FLEET-${String(index).padStart(5, '0')}`,
    counter: `B${String(index).padStart(4, '0')}`,
  }));
}
