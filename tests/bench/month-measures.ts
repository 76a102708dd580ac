import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assert } from '../../counter/result.ts';
import { closeJournal, openJournal } from '../../db/journal.ts';
import { secondCopyStatus } from '../../db/second-copy.ts';
import { atMost, type Measure } from './bench-row.ts';
import { keptJournal } from './kept-journal.ts';
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
  const grown = await keptJournal({ entries, documents: entries });
  const folder = dirname(grown.options.folder);
  try {
    const mirrorFolder = join(folder, 'mirror');
    mkdirSync(mirrorFolder);
    const opened = await openJournal({ ...grown.options, mirrorFolder });
    assert(opened.ok, `the journal of a month opens: ${JSON.stringify(opened)}`);
    const journal = opened.value;
    assert(secondCopyStatus(journal).state === 'whole', 'the month stands in two copies');
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
