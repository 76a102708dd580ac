import { setTimeout as delay } from 'node:timers/promises';
import { openCounter, sale } from '../../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { enrolmentCode, openOffice } from '../../harness/office.ts';
import { testCode } from '../../harness/reference-counter.ts';
import { percentiles, type Percentiles } from '../percentiles.ts';
import { startMeasuredHeadEnd, type Database, type MeasuredHeadEnd } from './measured-head-end.ts';

export interface SalesBesideUpload {
  /** Request to reply of a sale, milliseconds: head end away, and while the backlog goes up. */
  readonly quiet: Percentiles;
  readonly beside: Percentiles;
  readonly salesBeside: number;
  /** Of the journal on disk with its second copy: entries acknowledged a second, sales beside it. */
  readonly entriesPerSecond: number;
}

/** From the reply of one sale to the next request. */
const pauseMs = 5;

/**
 * One real counter service with its journal and second copy. Sales go on at one cadence while the head end
 * is away, which makes the backlog, and while that backlog goes up; rounds of both follow each other.
 */
export async function benchSalesBesideUpload(
  database: Database,
  shape: { readonly rounds: number; readonly backlog: number },
): Promise<SalesBesideUpload> {
  const codes = [{ ...testCode, code: enrolmentCode }];
  const headEnd = await startMeasuredHeadEnd({ database, codes });
  const office = await openOffice();
  const headEndConfig = {
    url: headEnd.url,
    healthIntervalMs: 200,
    requestTimeoutMs: 5_000,
    spreadWindowMs: 0,
  };
  office.writeConfig({ headEnd: headEndConfig });
  const counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  try {
    await openCounter(counter);
    const sell = sellerOf(counter, headEnd);
    const quietMs: number[] = [];
    const besideMs: number[] = [];
    let uploadedEntries = 0;
    let uploadMs = 0;
    for (let round = 0; round < shape.rounds; round += 1) {
      await headEnd.setFault('down');
      await counter.until('the head end is away', ({ headEnd: { link } }) => link === 'not-answering');
      for (let sold = 0; sold < shape.backlog; sold += 1) quietMs.push(await sell());
      await headEnd.setFault('none');
      await counter.until('the head end is back', ({ headEnd: { link } }) => link === 'answering');
      const backlog = counter.state().unsent.count;
      const started = performance.now();
      // A few sales are always on their way: the backlog is up when only they are left.
      while (counter.state().unsent.count > 2) besideMs.push(await sell());
      uploadMs += performance.now() - started;
      uploadedEntries += backlog;
    }
    return {
      quiet: percentiles(quietMs),
      beside: percentiles(besideMs),
      salesBeside: besideMs.length,
      entriesPerSecond: (uploadedEntries / uploadMs) * 1_000,
    };
  } finally {
    await counter.end();
    await office.close();
    await headEnd.stop();
  }
}

function sellerOf(counter: JsonLinesCounter, { consumers }: MeasuredHeadEnd): () => Promise<number> {
  let sold = 0;
  return async () => {
    await delay(pauseMs);
    // Each sale of a consumer has its own amount: the same one again would ask for a second person.
    const amountPaise = 10_00 + sold * 1_00;
    const asked = sale(consumers[sold % consumers.length] ?? '', { amountPaise, tenderedPaise: amountPaise });
    sold += 1;
    const started = performance.now();
    await counter.ask('recharge.record', asked);
    return performance.now() - started;
  };
}
