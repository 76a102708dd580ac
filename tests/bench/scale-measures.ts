import { rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { assert } from '../../counter/result.ts';
import { dayTotals, unsentSummary } from '../../db/day-reads.ts';
import { closeJournal, type Journal, openJournal } from '../../db/journal.ts';
import { atMost, type Measure } from './bench-row.ts';
import { crashWhileSelling, proveInProcess } from './scale-children.ts';
import { keptJournal } from './kept-journal.ts';
import type { LargeJournal } from './large-journal.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import { salesBeside } from './sales-beside.ts';

const documents = 20_000;
const opens = 7;
const sales = 1_000;

/** A journal of ten lakh entries beside an empty one; in the files of this run, gone when it ends. */
export async function scaleMeasures(entries = 1_000_000): Promise<Measure[]> {
  const large = await keptJournal({ entries, documents: Math.min(documents, entries), signed: 'sample' });
  try {
    const opened = await openings(large);
    const journal = await open(large);
    const totals = percentiles(Array.from({ length: 200 }, () => timeOfTotals(journal, large.lastDay)));
    const sold = await salesBeside({ journal, clock: large.clock }, sales);
    await closeJournal(journal);
    const proof = proveInProcess(large);
    const uncleanMs = await crashWhileSelling(large);
    const what = entries.toLocaleString('en-IN');
    return [
      { what: `${what} entries, open clean, median`, measured: opened.p50, unit: 'ms', goal: atMost(50) },
      { what: 'open after a crash', measured: uncleanMs / 1_000, unit: 's', goal: atMost(3) },
      { what: 'totals of a day, p99', measured: totals.p99, unit: 'ms', goal: atMost(50) },
      { what: 'whole proof', measured: proof.seconds, unit: 's', goal: atMost(15) },
      { what: 'the same, own processor time', measured: proof.cpuSeconds, unit: 's', goal: null },
      { what: 'memory of the proof above start', measured: proof.grownBytes / 1e6, unit: 'MB', goal: null },
      { what: 'sale p99 by that of an empty journal', measured: sold.ratio, unit: '×', goal: atMost(2) },
      { what: 'sale p99, empty journal', measured: sold.emptyP99Ms, unit: 'ms', goal: null },
      { what: 'journal file', measured: statSync(large.path).size / 1e6, unit: 'MB', goal: null },
      { what: 'written in (0: kept from an earlier run)', measured: large.writtenS, unit: 's', goal: null },
    ];
  } finally {
    rmSync(dirname(large.options.folder), { recursive: true, force: true });
  }
}

async function open({ options }: LargeJournal): Promise<Journal> {
  const opened = await openJournal(options);
  assert(opened.ok, `the large journal opens: ${JSON.stringify(opened)}`);
  return opened.value;
}

async function openings(large: LargeJournal): Promise<Percentiles> {
  const timesMs: number[] = [];
  for (let each = 0; each < opens; each += 1) {
    const startedMs = performance.now();
    const journal = await open(large);
    timesMs.push(performance.now() - startedMs);
    await closeJournal(journal);
  }
  return percentiles(timesMs);
}

function timeOfTotals({ db }: Journal, day: string): number {
  const startedMs = performance.now();
  assert(dayTotals(db, day).recharges > 0, 'something was sold on the last day');
  unsentSummary(db);
  return performance.now() - startedMs;
}
