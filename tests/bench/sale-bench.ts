import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointWhenIdle } from '../../db/checkpoint.ts';
import { closeJournal } from '../../db/journal.ts';
import { enrolled, must, newFolder, openCounter, sell } from '../harness/journal.ts';

export interface SaleBench {
  readonly sales: number;
  readonly raw: Percentiles;
  readonly sale: Percentiles;
  /** p50 of a sale divided by p50 of a raw append + fdatasync, both of this run. */
  readonly ratio: number;
}

export interface Percentiles {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const rawRecordBytes = 400;
/** A counter is idle far more often; the pause itself is not measured. */
const salesBetweenPauses = 25;

/**
 * Sale with print job and second copy, against the least that any durable record costs. The two take
 * turns in blocks, so that a busy machine slows both alike.
 */
export async function benchSales(sales: number): Promise<SaleBench> {
  const { journal, clock } = await enrolled();
  const open = await openCounter(journal, clock.wallMs());
  const log = openSync(join(newFolder(), 'raw.log'), 'w');
  const record = Buffer.alloc(rawRecordBytes, 'x');
  const rawMs: number[] = [];
  const saleMs: number[] = [];
  for (let sold = 0; sold < sales; sold += 1) {
    const rawStart = performance.now();
    writeSync(log, record);
    fdatasyncSync(log);
    rawMs.push(performance.now() - rawStart);
    clock.pass(20);
    const start = performance.now();
    must(await sell(journal, open, { consumer: String(100_000_000 + sold) }));
    saleMs.push(performance.now() - start);
    if (sold % salesBetweenPauses === 0) checkpointWhenIdle(journal);
  }
  closeSync(log);
  await closeJournal(journal);
  const raw = percentiles(rawMs);
  const sale = percentiles(saleMs);
  return { sales, raw, sale, ratio: sale.p50Ms / raw.p50Ms };
}

function percentiles(values: number[]): Percentiles {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
