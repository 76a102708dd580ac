import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { assert } from '../../counter/result.ts';
import { checkpointWhenIdle } from '../../db/checkpoint.ts';
import { closeJournal, type Journal } from '../../db/journal.ts';
import { enrolled, type HandClock, must, type OpenCounter, openCounter, sell } from '../harness/journal.ts';
import { percentiles } from './percentiles.ts';

export interface SalesBeside {
  readonly grownP99Ms: number;
  readonly emptyP99Ms: number;
  /** p99 of a sale into the grown journal by that of one into the empty one. */
  readonly ratio: number;
}

interface Counter {
  readonly journal: Journal;
  readonly clock: HandClock;
  readonly drawer: OpenCounter;
  readonly timesMs: number[];
}

/** As often as a counter rests. */
const salesBetweenRests = 25;

/**
 * The same sales into a grown journal and an empty one, each with its print job, in turns: a busy
 * machine slows both alike. Both have a second copy, or neither has.
 */
export async function salesBeside(
  grown: { readonly journal: Journal; readonly clock: HandClock },
  sales: number,
): Promise<SalesBeside> {
  const hasCopy = grown.journal.inner.mirror !== null;
  const empty = await enrolled(hasCopy ? {} : { mirrorFolder: null });
  const counters = [await opened(grown), await opened(empty)] as const;
  for (let sold = 0; sold < sales; sold += 1) {
    for (const counter of counters) await sellOnce(counter, sold);
  }
  await closeJournal(empty.journal);
  rmSync(dirname(empty.options.folder), { recursive: true, force: true });
  const [grownP99Ms, emptyP99Ms] = counters.map(({ timesMs }) => percentiles(timesMs).p99);
  assert(grownP99Ms !== undefined && emptyP99Ms !== undefined, 'both counters sold');
  return { grownP99Ms, emptyP99Ms, ratio: grownP99Ms / emptyP99Ms };
}

async function opened({ journal, clock }: Pick<Counter, 'journal' | 'clock'>): Promise<Counter> {
  return { journal, clock, drawer: await openCounter(journal, clock.wallMs()), timesMs: [] };
}

async function sellOnce({ journal, clock, drawer, timesMs }: Counter, sold: number): Promise<void> {
  clock.pass(20);
  const consumer = String(100_000_000 + ((sold * 7_919) % 50_000));
  const startedMs = performance.now();
  must(await sell(journal, drawer, { consumer }));
  timesMs.push(performance.now() - startedMs);
  if (sold % salesBetweenRests === 0) checkpointWhenIdle(journal);
}
