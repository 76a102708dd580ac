import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { closeJournal } from '../../db/journal.ts';
import { atMost, type Measure } from './bench-row.ts';
import { keptJournal } from './kept-journal.ts';
import { openWithCopy } from './open-with-copy.ts';
import { salesBeside } from './sales-beside.ts';

/** 1,000 sales, and four entries that open and close their day and shift. */
const entriesOfDay = 1_004;
const enrolment = 1;

/**
 * The last of thirty days without the head end, beside the first: 29 days of 1,000 sales stand in
 * journal and second copy, with every slip printed and nothing acknowledged.
 */
export async function monthMeasures(days = 29, sales = 1_000): Promise<Measure[]> {
  const entries = enrolment + days * entriesOfDay;
  const grown = await keptJournal({ entries, documents: entries, signed: 'every' });
  const folder = dirname(grown.options.folder);
  try {
    const { journal } = await openWithCopy(grown.options);
    const sold = await salesBeside({ journal, clock: grown.clock }, sales);
    await closeJournal(journal);
    const on = `day ${days + 1} of an outage`;
    return [
      { what: `sale p99 on ${on} by that of the first`, measured: sold.ratio, unit: '×', goal: atMost(2) },
      { what: `sale p99 on ${on}`, measured: sold.grownP99Ms, unit: 'ms', goal: null },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
