import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { nodeGzip } from '../../../headend/compression.ts';
import { keyIdOf } from '../../../headend/signatures.ts';
import { afterByTimer, createUploadDriver } from '../../../headend/upload-driver.ts';
import { defaultUploaderSettings } from '../../../headend/uploader-settings.ts';
import { enrolTestCounter, testCode } from '../../harness/reference-counter.ts';
import { proveLedger } from './prove-ledger.ts';
import { startMeasuredHeadEnd, type Database } from './measured-head-end.ts';

export interface OneCounter {
  /** The real driver, every answer checked and kept: from the note of the first entry to the last acknowledgement. */
  readonly entriesPerSecond: number;
  /** 2,000 entries, five days of one counter. */
  readonly backlogMs: number;
  /** Of the counter's process, checks of signatures included. */
  readonly processorMicrosPerEntry: number;
}

/** The real uploader of one counter in this process, the head end in another. Its journal is in memory. */
export async function benchOneCounter(database: Database, entries: number): Promise<OneCounter> {
  const headEnd = await startMeasuredHeadEnd({ database, codes: [testCode] });
  try {
    const counter = await enrolTestCounter(headEnd);
    const { outbox } = counter.journal;
    let totalPaise = 0;
    const driver = createUploadDriver({
      client: counter.client,
      outbox,
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

    async function upload(count: number): Promise<number> {
      for (let sale = 0; sale < count; sale += 1) {
        const sold = counter.journal.entries.length;
        const amountPaise = 100_00 + ((sold * 37) % 400) * 10_00;
        counter.journal.recharge(headEnd.consumers[sold % headEnd.consumers.length] ?? '', amountPaise);
        totalPaise += amountPaise;
      }
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
    const before = process.cpuUsage();
    const elapsedMs = await upload(entries);
    const { user, system } = process.cpuUsage(before);
    await driver.stop();
    await proveLedger(headEnd, { entries: 2_500 + entries, totalPaise });
    return {
      entriesPerSecond: (entries / elapsedMs) * 1_000,
      backlogMs,
      processorMicrosPerEntry: (user + system) / entries,
    };
  } finally {
    await headEnd.stop();
  }
}
