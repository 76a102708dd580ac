import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createHeadEndClient } from '../../../headend/client.ts';
import { defaultDeadlines } from '../../../headend/deadlines.ts';
import { accessTokenOf, type CorePorts } from '../../../headend/reference/core.ts';
import { enrol, offerCodes } from '../../../headend/reference/enrol.ts';
import { spoilSignatures } from '../../../headend/reference/faults.ts';
import { createMemoryStore } from '../../../headend/reference/memory-store.ts';
import { generateSigningKey, keyIdOf, sha256Hex, verifyHash } from '../../../headend/signatures.ts';
import type { HttpReply, HttpRequest } from '../../../headend/transport.ts';
import { createUploadDriver } from '../../../headend/upload-driver.ts';
import { defaultUploaderSettings } from '../../../headend/uploader-settings.ts';
import { serveFromCore, textReply } from '../../harness/core-over-calls.ts';
import { createTestCore } from '../../harness/head-end-core.ts';
import { createMemoryJournal } from '../../harness/memory-outbox.ts';
import { testCode } from '../../harness/reference-counter.ts';
import { randomFrom } from '../../harness/upload-world.ts';
import { createVirtualTime, type VirtualTime } from '../../harness/virtual-time.ts';

/** Real driver, client and core in virtual time: every way to be away, at every phase of the health rhythm. */
type Away = (request: HttpRequest, time: VirtualTime, core: CorePorts) => Promise<HttpReply>;

const ways: Readonly<Record<string, Away>> = {
  refused: async () => ({ kind: 'failed', reason: 'refused', detail: '' }),
  hang: async ({ timeoutMs }, time) => {
    await time.sleep(timeoutMs);
    return { kind: 'failed', reason: 'timeout', detail: '' };
  },
  unreachable: async (_, time) => {
    await time.sleep(3_000);
    return { kind: 'failed', reason: 'unreachable', detail: '' };
  },
  'broken off': async () => ({ kind: 'failed', reason: 'broken-off', detail: '' }),
  503: async () => textReply('Service Unavailable', 503, 'text/plain'),
  'HTML with 200': async () => textReply('<h1>Sign in</h1>', 200, 'text/html'),
  'nothing with 200': async () => textReply('', 200, 'application/json'),
  redirect: async () => textReply('', 302, 'text/html'),
  'another authority': async () => ({ kind: 'failed', reason: 'untrusted', detail: '' }),
  'wrong signature': async (request, _, core) => {
    const reply = await serveFromCore(core, request);
    const text = reply.kind === 'reply' ? new TextDecoder().decode(reply.body) : '';
    return textReply(spoilSignatures(text), 200, 'application/json');
  },
};

const phases = Array.from({ length: 32 }, (_, index) => index);
const traffic = ['nothing is sold', 'a sale every 20 s'] as const;

interface Noticed {
  readonly downMs: number;
  readonly backMs: number;
}

async function watch(away: Away, phase: number, sells: boolean): Promise<Noticed> {
  const time = createVirtualTime();
  const key = generateSigningKey();
  const core = createTestCore(createMemoryStore('e-0'), { wallMs: () => 1_795_400_000_000 + time.now() });
  await offerCodes(core, [testCode]);
  await enrol(core, { v: 1, code: testCode.code, alg: 'ed25519', publicKey: key.publicKey });
  const journal = createMemoryJournal('C02', key);
  const downAt = 60_000 + phase * 577;
  const backAt = downAt + 300_000 + phase * 1_223;
  const send = async (request: HttpRequest): Promise<HttpReply> => {
    const isAway = time.now() >= downAt && time.now() < backAt;
    if (isAway) return away(request, time, core);
    await time.sleep(30);
    return serveFromCore(core, request);
  };
  const driver = createUploadDriver({
    client: createHeadEndClient({
      transport: { send, stream: send, close: async () => {} },
      deadlines: defaultDeadlines,
      identity: {
        counter: 'C02',
        epoch: 1,
        serverId: core.serverId,
        headEndPublicKey: core.publicKey,
        accessToken: accessTokenOf(core, 'C02', key.publicKey),
      },
      sha256: sha256Hex,
      verify: async (...proof) => verifyHash(...proof),
    }),
    outbox: journal.outbox,
    clock: { wallMs: () => 1_795_400_000_000 + time.now(), monotonicMs: time.now },
    after: time.after,
    random: randomFrom(phase + 1),
    gzip: async (bytes) => bytes,
    keyId: keyIdOf(key.publicKey),
    sw: 'test',
    newBatchId: () => 'batch',
    nextTurn,
    settings: defaultUploaderSettings,
    onFault: (error) => {
      throw error;
    },
  });
  const sell = (): void => {
    journal.recharge('100000001', 100_00);
    driver.noteNewEntry();
    time.after(20_000, sell);
  };
  if (sells) time.after(phase * 611, sell);
  let downMs = Infinity;
  let backMs = Infinity;
  driver.onChange(({ link }) => {
    if (link === 'not-answering' && time.now() >= downAt) downMs = Math.min(downMs, time.now() - downAt);
    if (link === 'answering' && time.now() >= backAt) backMs = Math.min(backMs, time.now() - backAt);
  });
  driver.start();
  await time.run(downAt - 1);
  expect(driver.snapshot().link).toBe('answering');
  await time.run(backAt - downAt);
  expect(driver.snapshot().link).toBe('not-answering');
  await time.run(90_000);
  void driver.stop();
  return { downMs, backMs };
}

describe('a head end that goes away and comes back', () => {
  for (const [name, away] of Object.entries(ways)) {
    it(`${name}: is noticed down within 45 s and back within 60 s`, { timeout: 60_000 }, async () => {
      let [worstDownMs, worstBackMs, stories] = [0, 0, 0];
      for (const phase of phases) {
        for (const kind of traffic) {
          const { downMs, backMs } = await watch(away, phase, kind !== 'nothing is sold');
          worstDownMs = Math.max(worstDownMs, downMs);
          worstBackMs = Math.max(worstBackMs, backMs);
          stories += 1;
        }
      }
      console.log(
        `${name}: ${stories} stories, down after at most ${worstDownMs} ms, back after ${worstBackMs} ms`,
      );
      expect(stories).toBe(phases.length * traffic.length);
      expect(worstDownMs).toBeLessThanOrEqual(45_000);
      expect(worstBackMs).toBeLessThanOrEqual(60_000);
    });
  }
});
