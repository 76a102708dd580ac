import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { nodeGzip } from '../../headend/compression.ts';
import { startReferenceHeadEnd, type Storage } from '../../headend/reference/start.ts';
import { keyIdOf } from '../../headend/signatures.ts';
import { afterByTimer, createUploadDriver } from '../../headend/upload-driver.ts';
import { defaultUploaderSettings } from '../../headend/uploader-settings.ts';
import { enrolTestCounter, packBatch, testCode } from '../harness/reference-counter.ts';

export interface UploadBench {
  /** Over real HTTP, driver and all: from "send now" to the last acknowledgement. */
  readonly entriesPerSecond: number;
  /** 2,000 entries, five days of one counter. */
  readonly backlogMs: number;
  /** Of a batch of 500, gzipped. */
  readonly bytesPerEntry: number;
}

/** Uploads `entries` recharges of one counter in batches of 500. */
export async function benchUpload(
  storage: Storage = { kind: 'pglite-memory' },
  entries = 20_000,
): Promise<UploadBench> {
  const headEnd = await startReferenceHeadEnd({
    storage,
    codes: [testCode],
    knownConsumer: () => ({ meter: '12345678', meterKind: 'managed' }),
  });
  const counter = await enrolTestCounter(headEnd);
  for (let entry = 0; entry < 500; entry += 1) sell(entry);
  const packed = await packBatch(counter.key, counter.journal.entries);
  const driver = createUploadDriver({
    client: counter.client,
    outbox: counter.journal.outbox,
    clock: { wallMs: Date.now, monotonicMs: () => performance.now() },
    after: afterByTimer,
    random: Math.random,
    gzip: nodeGzip,
    keyId: keyIdOf(counter.key.publicKey),
    sw: 'bench',
    newBatchId: () => randomUUID(),
    nextTurn,
    settings: { ...defaultUploaderSettings, batchEntriesStart: 500, spreadWindowMs: 0 },
    onFault: (error) => {
      throw error;
    },
  });

  function sell(entry: number): void {
    counter.journal.recharge(
      String(100_000_000 + ((entry * 7_919) % 899_999_999)),
      100_00 + ((entry * 37) % 400) * 10_00,
    );
  }

  async function upload(count: number): Promise<number> {
    for (let entry = 0; entry < count; entry += 1) sell(counter.journal.entries.length);
    const last = counter.journal.entries.length;
    const started = performance.now();
    const through = new Promise<void>((resolve) => {
      const stop = driver.onChange(({ ackedSeq }) => {
        if (ackedSeq < last) return;
        stop();
        resolve();
      });
    });
    driver.noteNewEntry();
    await through;
    return performance.now() - started;
  }

  driver.start();
  await upload(500);
  const backlogMs = await upload(2_000);
  const elapsedMs = await upload(entries);
  await driver.stop();
  await headEnd.stop();
  return {
    entriesPerSecond: Math.round((entries / elapsedMs) * 1_000),
    backlogMs: Math.round(backlogMs),
    bytesPerEntry: Math.round(packed.length / 500),
  };
}
