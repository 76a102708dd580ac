import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { closeJournal, createJournal, type Journal } from '../../db/journal.ts';
import { verifyJournal } from '../../db/verify.ts';
import { journalKeeper } from '../../electron/service/journal-keeper.ts';
import { journalOutbox } from '../../electron/service/journal-outbox.ts';
import { lineLog } from '../../electron/service/log.ts';
import { createHeadEndClient } from '../../headend/client.ts';
import { defaultDeadlines } from '../../headend/deadlines.ts';
import { enrolCounter } from '../../headend/enrolment-calls.ts';
import { nodeGzip } from '../../headend/compression.ts';
import { createHttpTransport } from '../../headend/http-transport.ts';
import { keyIdOf, sha256Hex, verifyHashLater } from '../../headend/signatures.ts';
import {
  afterByTimer,
  createUploadDriver,
  type UploadDriver,
  type UploadSnapshot,
} from '../../headend/upload-driver.ts';
import { defaultUploaderSettings } from '../../headend/uploader-settings.ts';
import { enrolment, freshOptions, must, openCounter, type RechargeDraft, sell } from './journal.ts';
import { testCode } from './reference-counter.ts';

/** The real upload driver over a real journal on disk, against a head end at an address. Its waits are short. */
export interface UploadingCounter {
  readonly driver: UploadDriver;
  readonly journal: Journal;
  /** What the outbox threw, and what contradicted itself. */
  readonly faults: readonly string[];
  /** Recorded, and told to the driver. */
  sell(more?: Partial<RechargeDraft>): Promise<StoredEntry>;
  /** Throws with the last snapshot if it does not come to hold. */
  until(holds: (snapshot: UploadSnapshot) => boolean, timeoutMs?: number): Promise<void>;
  /** What the proof of the whole journal finds; null where it is whole. */
  proof(): string | null;
  close(): Promise<void>;
}

const settings = {
  ...defaultUploaderSettings,
  healthIntervalMs: 150,
  healthAgainMs: 20,
  backoffBaseMs: 40,
  backoffMaxMs: 300,
  spreadWindowMs: 0,
  resultsIntervalMs: 200,
};
const deadlines = { ...defaultDeadlines, healthMs: 1_500, stateMs: 1_500, batchMs: 2_000, resultsMs: 1_500 };

/** `url` is where it sends; `headEnd` is who it was enrolled by. */
export async function openUploadingCounter(
  url: string,
  headEnd: { readonly url: string; readonly publicKey: string },
  code = testCode.code,
): Promise<UploadingCounter> {
  const bench = freshOptions();
  const { publicKey } = bench.options.signer;
  const direct = createHttpTransport({ baseUrl: headEnd.url });
  const verdict = await enrolCounter(direct, { v: 1, code, alg: 'ed25519', publicKey });
  await direct.close();
  if (verdict.kind !== 'answered') throw new Error(`enrolment: ${JSON.stringify(verdict)}`);
  const identity = verdict.value;
  const draft = { ...enrolment(publicKey), headEndPublicKey: headEnd.publicKey };
  const created = await createJournal(bench.options, identity.counter, draft);
  if (!created.ok) throw new Error(created.error.detail);
  const open = await openCounter(created.value, bench.clock.wallMs());
  await closeJournal(created.value);
  const silent = (): void => {};
  const keeper = journalKeeper(lineLog(bench.clock, silent), silent, silent);
  const opened = await keeper.open(bench.options);
  if (!opened.ok) throw new Error(opened.error.detail);
  const journal = opened.value;
  const faults: string[] = [];
  const driver = createUploadDriver({
    client: createHeadEndClient({
      transport: createHttpTransport({ baseUrl: url }),
      deadlines,
      identity,
      sha256: sha256Hex,
      verify: verifyHashLater,
    }),
    outbox: journalOutbox(keeper, journal, bench.options.folder),
    clock: { wallMs: Date.now, monotonicMs: () => Math.floor(performance.now()) },
    after: afterByTimer,
    random: Math.random,
    gzip: nodeGzip,
    keyId: keyIdOf(publicKey),
    sw: 'test',
    newBatchId: () => randomUUID(),
    nextTurn,
    settings,
    onFault: (error) => void faults.push(String(error)),
  });
  driver.start();
  return {
    driver,
    journal,
    faults,
    async sell(more = {}) {
      const { entry } = must(await sell(journal, open, more));
      driver.noteNewEntry();
      return entry;
    },
    async until(holds, timeoutMs = 30_000) {
      const end = performance.now() + timeoutMs;
      while (!holds(driver.snapshot())) {
        if (performance.now() > end) throw new Error(`still ${JSON.stringify(driver.snapshot())}`);
        await delay(10);
      }
    },
    proof() {
      const proved = verifyJournal(journal.db, 'every');
      return proved.ok ? null : JSON.stringify(proved.error);
    },
    async close() {
      await driver.stop();
      await keeper.close();
      rmSync(dirname(bench.options.folder), { recursive: true, force: true });
    },
  };
}
