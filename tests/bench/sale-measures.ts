import { setTimeout as delay } from 'node:timers/promises';
import { hasTool } from '../harness/tools.ts';
import { atMost, type Measure } from './bench-row.ts';
import { openCounterInOutage } from './counter-in-outage.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import { openRawAppend } from './raw-append.ts';
import { benchSales } from './sale-bench.ts';

interface SaleTimes {
  readonly raw: Percentiles;
  readonly sale: Percentiles;
}

/** A counter rests between two sales; the reply's aftermath must not count to the next one. */
const pauseMs = 25;
const slowFlushMs = 20;
/** As a queue at the counter lets it: after so many sales nobody calls for a moment, and the log is moved. */
const salesBetweenRests = 40;
const restMs = 7_000;

/**
 * From the line with the request to the line with the reply, through the real counter service in a
 * process of its own, while the head end is down: two flushes, then the answer.
 */
export async function saleMeasures(sales = 240): Promise<Measure[]> {
  const { raw, sale: sold } = await throughService(sales, []);
  const inside = await benchSales(sales);
  const ratio = sold.p50 / raw.p50;
  const measures: Measure[] = [
    { what: 'p50 by a raw append + fdatasync', measured: ratio, unit: '×', goal: atMost(3) },
    { what: 'p99, request to reply', measured: sold.p99, unit: 'ms', goal: atMost(5) },
    { what: 'p50, request to reply', measured: sold.p50, unit: 'ms', goal: null },
    { what: 'raw append + fdatasync, p50', measured: raw.p50, unit: 'ms', goal: null },
    { what: 'raw append + fdatasync, p99', measured: raw.p99, unit: 'ms', goal: null },
    { what: 'journal and second copy alone, p50 by raw', measured: inside.ratio, unit: '×', goal: null },
  ];
  const slow = await throughSlowDisk(Math.ceil(sales / 3));
  const byRaw = slow.sale.p50 / (slow.raw.p50 + slowFlushMs);
  const goal = atMost(2 * slowFlushMs + 5);
  return [
    ...measures,
    {
      what: 'each flush 20 ms slow: p50 by a raw append as slow',
      measured: byRaw,
      unit: '×',
      goal: atMost(3),
    },
    { what: 'each flush 20 ms slow: p99', measured: slow.sale.p99, unit: 'ms', goal },
  ];
}

/** The flushes themselves are held up, from outside and for this process alone. */
function throughSlowDisk(sales: number): Promise<SaleTimes> {
  if (!hasTool('strace'))
    throw new Error('strace slows the flushes, and it is missing: apt-get install strace');
  const flushes = 'fdatasync,fsync';
  const slow = `inject=${flushes}:delay_enter=${slowFlushMs * 1_000}`;
  const quietly = 'strace -f --seccomp-bpf -o /dev/null'.split(' ');
  return throughService(sales, quietly.concat('-e', `trace=${flushes}`, '-e', slow));
}

/** Raw appends and sales take turns, so that a busy machine slows both alike. */
async function throughService(sales: number, wrapper: readonly string[]): Promise<SaleTimes> {
  const selling = await openCounterInOutage({ printerPort: null, wrapper });
  try {
    const raw = openRawAppend(selling.office.folder);
    const rawMs: number[] = [];
    const saleMs: number[] = [];
    for (let sold = 0; sold < sales; sold += 1) {
      rawMs.push(raw.time());
      await delay(pauseMs);
      saleMs.push(await selling.sell());
      await delay((sold + 1) % salesBetweenRests === 0 ? restMs : pauseMs);
    }
    raw.close();
    return { raw: percentiles(rawMs), sale: percentiles(saleMs) };
  } finally {
    await selling.close();
  }
}
