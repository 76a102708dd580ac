import { setImmediate as nextTurn } from 'node:timers/promises';

import { decodeBatch } from '../../headend/batch.ts';
import { createHeadEndClient, defaultDeadlines } from '../../headend/client.ts';
import { acceptBatch } from '../../headend/reference/accept-batch.ts';
import { accessTokenOf, RefusedError, type CorePorts } from '../../headend/reference/core.ts';
import { takeHeldAnswers } from '../../headend/reference/held-answers.ts';
import { readJson } from '../../headend/read-json.ts';
import { heldAnswersRequestSchema } from '../../headend/schemas.ts';
import { enrol, offerCodes } from '../../headend/reference/enrol.ts';
import { createMemoryStore } from '../../headend/reference/memory-store.ts';
import { readResults, readState } from '../../headend/reference/read-counter.ts';
import type { Store, StoreBackup } from '../../headend/reference/store.ts';
import { generateSigningKey, keyIdOf, sha256Hex, verifyHash } from '../../headend/signatures.ts';
import type { HttpReply, HttpRequest, HttpTransport } from '../../headend/transport.ts';
import { createUploadDriver, type UploadDriver } from '../../headend/upload-driver.ts';
import { defaultUploaderSettings } from '../../headend/uploader-settings.ts';
import { createTestCore } from './head-end-core.ts';
import { createMemoryJournal, type MemoryJournal } from './memory-outbox.ts';
import { testCode } from './reference-counter.ts';

/**
 * The real driver, client and core in virtual time, with a network between them that loses, delays,
 * repeats and garbles. One seed gives one story.
 */
export interface UploadWorld {
  readonly journal: MemoryJournal;
  readonly store: Store;
  /** Runs `steps` random steps of sales, outages, crashes, backups and restores. */
  live(steps: number): Promise<void>;
  /** Ends every fault and runs on; true once all entries are acknowledged. */
  settle(): Promise<boolean>;
  stop(): Promise<void>;
}

type NetworkState = 'up' | 'down' | 'garbled';

export async function createUploadWorld(seed: number): Promise<UploadWorld> {
  const random = randomFrom(seed);
  const key = generateSigningKey();
  const store = createMemoryStore('e-0');
  const time = createVirtualTime();
  const core = createTestCore(store, { wallMs: () => 1_795_400_000_000 + time.now() });
  await offerCodes(core, [testCode]);
  await enrol(core, { v: 1, code: testCode.code, alg: 'ed25519', publicKey: key.publicKey });
  const journal = createMemoryJournal('C02', key);
  const network = createNetwork(core, key.publicKey, time, random);
  let backup: StoreBackup = await store.backup();
  let restores = 0;
  let driver = startDriver();

  function startDriver(): UploadDriver {
    const identity = {
      counter: 'C02',
      epoch: 1,
      serverId: core.serverId,
      headEndPublicKey: core.publicKey,
      accessToken: accessTokenOf(core, 'C02', key.publicKey),
    };
    const started = createUploadDriver({
      client: createHeadEndClient({
        transport: network.transport(),
        deadlines: defaultDeadlines,
        identity,
        sha256: sha256Hex,
        verify: async (...proof) => verifyHash(...proof),
      }),
      outbox: journal.outbox,
      clock: { wallMs: () => 1_795_400_000_000 + time.now(), monotonicMs: time.now },
      after: time.after,
      random,
      gzip: async (bytes) => bytes,
      keyId: keyIdOf(key.publicKey),
      sw: 'test',
      newBatchId: () => 'batch',
      nextTurn,
      settings: {
        ...defaultUploaderSettings,
        spreadWindowMs: 30_000,
        spreadShare: 0.5,
        batchEntriesStart: 3,
      },
      onFault: (error) => {
        throw error;
      },
    });
    started.start();
    return started;
  }

  async function oneStep(): Promise<void> {
    const dice = random();
    if (dice < 0.5) {
      const consumer = random() < 0.1 ? '900000001' : '100000001';
      if (random() < 0.1) journal.append('reprint');
      else journal.recharge(consumer, 1_00 + Math.floor(random() * 1_000) * 100);
      driver.noteNewEntry();
    } else if (dice < 0.6) network.set(random() < 0.5 ? 'up' : random() < 0.5 ? 'down' : 'garbled');
    else if (dice < 0.64) backup = await store.backup();
    else if (dice < 0.66) await store.restore(backup, `e-${(restores += 1)}`);
    else if (dice < 0.69) {
      // A crash of the counter: whatever was in flight is forgotten, the journal is not.
      void driver.stop();
      driver = startDriver();
    } else if (dice < 0.72) driver.sendNow();
    await time.run(Math.floor(random() * 20_000));
  }

  return {
    journal,
    store,
    async live(steps) {
      for (let step = 0; step < steps; step += 1) await oneStep();
    },
    async settle() {
      network.set('calm');
      for (let minute = 0; minute < 30; minute += 1) {
        await time.run(60_000);
        const { ackedSeq, lastSeq } = journal.outbox.position();
        const { entries } = await store.backup();
        if (ackedSeq === lastSeq && entries.length === lastSeq) return true;
      }
      return false;
    },
    stop: () => driver.stop(),
  };
}

function createNetwork(core: CorePorts, publicKey: string, time: VirtualTime, random: () => number) {
  let state: NetworkState | 'calm' = 'up';
  const lost: HttpReply = { kind: 'failed', reason: 'timeout', detail: 'lost' };
  const json = (value: unknown, status = 200, type = 'application/json'): HttpReply => ({
    kind: 'reply',
    status,
    headers: { 'content-type': type },
    body: new TextEncoder().encode(JSON.stringify(value)),
  });

  async function serve({ path, body }: HttpRequest): Promise<HttpReply> {
    try {
      if (path === '/v1/health') {
        return json({ v: 1, serverId: core.serverId, state: 'accepting', serverTime: 1, notice: null });
      }
      if (path.endsWith('/state')) return json(await readState(core, 'C02'));
      const after = /\/results(?:\?after=(.*))?$/u.exec(path);
      if (after !== null) {
        return json(
          await readResults(core, 'C02', after[1] === undefined ? null : decodeURIComponent(after[1])),
        );
      }
      if (path.endsWith('/answers')) {
        const request = heldAnswersRequestSchema.parse(readJson(body ?? new Uint8Array()));
        return json(await takeHeldAnswers(core, 'C02', request));
      }
      const decoded = await decodeBatch(async (bytes) => bytes, sha256Hex, body ?? new Uint8Array());
      if (!decoded.ok) throw new Error(decoded.error.detail);
      return json(await acceptBatch(core, 'C02', decoded.value));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      return json(error.problem, error.problem.status, 'application/problem+json');
    }
  }

  async function send(request: HttpRequest): Promise<HttpReply> {
    if (state === 'calm') return serve(request);
    await time.sleep(random() * 2_000);
    if (state === 'down') return { kind: 'failed', reason: 'refused', detail: 'down' };
    if (state === 'garbled') return json('<html>', 200, random() < 0.5 ? 'text/html' : 'application/json');
    const dice = random();
    if (dice < 0.1) return time.sleep(request.timeoutMs).then(() => lost);
    const reply = await serve(request);
    // A copy that was held up somewhere and arrives long after newer batches.
    if (dice < 0.2) time.after(random() * 600_000, () => void serve(request).catch(() => undefined));
    if (dice < 0.35) return time.sleep(request.timeoutMs).then(() => lost);
    await time.sleep(random() * 3_000);
    return reply;
  }

  return {
    set: (next: NetworkState | 'calm') => {
      state = next;
    },
    transport: (): HttpTransport => ({ send, stream: send, close: async () => {} }),
    publicKey,
  };
}

interface VirtualTime {
  readonly now: () => number;
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly sleep: (delayMs: number) => Promise<void>;
  /** Lets `forMs` pass, running what falls due. */
  readonly run: (forMs: number) => Promise<void>;
}

function createVirtualTime(): VirtualTime {
  let now = 0;
  let order = 0;
  const due = new Set<{ readonly at: number; readonly order: number; readonly run: () => void }>();
  const after = (delayMs: number, run: () => void) => {
    const timer = { at: now + Math.max(0, Math.ceil(delayMs)), order: (order += 1), run };
    due.add(timer);
    return () => void due.delete(timer);
  };
  /** Promises of one exchange resolve within a few turns of the event loop. */
  const quiet = async () => {
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  };
  return {
    now: () => now,
    after,
    sleep: (delayMs) => new Promise((resolve) => void after(delayMs, resolve)),
    async run(forMs) {
      const end = now + forMs;
      await quiet();
      for (;;) {
        const [next] = [...due].toSorted((left, right) => left.at - right.at || left.order - right.order);
        if (next === undefined || next.at > end) break;
        due.delete(next);
        now = next.at;
        next.run();
        await quiet();
      }
      now = end;
    },
  };
}

/** A small generator (mulberry32) of numbers in [0, 1): the same seed, the same story. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
