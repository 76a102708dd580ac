import { setImmediate as nextTurn } from 'node:timers/promises';

import { createHeadEndClient } from '../../headend/client.ts';
import { defaultDeadlines } from '../../headend/deadlines.ts';
import { accessTokenOf, type CorePorts } from '../../headend/reference/core.ts';
import { enrol, offerCodes } from '../../headend/reference/enrol.ts';
import { createMemoryStore } from '../../headend/reference/memory-store.ts';
import type { Store, StoreBackup } from '../../headend/reference/store.ts';
import { generateSigningKey, keyIdOf, sha256Hex, verifyHash } from '../../headend/signatures.ts';
import type { HttpReply, HttpRequest, HttpTransport } from '../../headend/transport.ts';
import { createUploadDriver, type UploadDriver } from '../../headend/upload-driver.ts';
import { defaultUploaderSettings } from '../../headend/uploader-settings.ts';
import { jsonReply, serveFromCore } from './core-over-calls.ts';
import { createTestCore } from './head-end-core.ts';
import { createMemoryJournal, type MemoryJournal } from './memory-outbox.ts';
import { testCode } from './reference-counter.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

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
  async function send(request: HttpRequest): Promise<HttpReply> {
    if (state === 'calm') return serveFromCore(core, request);
    await time.sleep(random() * 2_000);
    if (state === 'down') return { kind: 'failed', reason: 'refused', detail: 'down' };
    if (state === 'garbled')
      return jsonReply('<html>', 200, random() < 0.5 ? 'text/html' : 'application/json');
    const dice = random();
    if (dice < 0.1) return time.sleep(request.timeoutMs).then(() => lost);
    const reply = await serveFromCore(core, request);
    // A copy that was held up somewhere and arrives long after newer batches.
    if (dice < 0.2)
      time.after(random() * 600_000, () => void serveFromCore(core, request).catch(() => undefined));
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
