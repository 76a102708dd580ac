import { checkpointWhenIdle } from '../../db/checkpoint.ts';
import { closeJournal } from '../../db/journal.ts';
import { enrolled, must, newFolder, openCounter, sell } from '../harness/journal.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import { openRawAppend } from './raw-append.ts';

export interface SaleBench {
  readonly sales: number;
  /** In milliseconds. */
  readonly raw: Percentiles;
  readonly sale: Percentiles;
  /** p50 of a sale divided by p50 of a raw append + fdatasync, both of this run. */
  readonly ratio: number;
}

/** A counter is idle far more often; the pause itself is not measured. */
const salesBetweenPauses = 25;

/**
 * Sale with print job and second copy, against the least that any durable record costs. The two take
 * turns in blocks, so that a busy machine slows both alike.
 */
export async function benchSales(sales: number): Promise<SaleBench> {
  const { journal, clock } = await enrolled();
  const open = await openCounter(journal, clock.wallMs());
  const rawAppend = openRawAppend(newFolder());
  const rawMs: number[] = [];
  const saleMs: number[] = [];
  for (let sold = 0; sold < sales; sold += 1) {
    rawMs.push(rawAppend.time());
    clock.pass(20);
    const start = performance.now();
    must(await sell(journal, open, { consumer: String(100_000_000 + sold) }));
    saleMs.push(performance.now() - start);
    if (sold % salesBetweenPauses === 0) checkpointWhenIdle(journal);
  }
  rawAppend.close();
  await closeJournal(journal);
  const raw = percentiles(rawMs);
  const sale = percentiles(saleMs);
  return { sales, raw, sale, ratio: sale.p50 / raw.p50 };
}
