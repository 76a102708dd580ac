import type { BilingualText } from '../../counter/journal/every-entry.ts';
import { counterOnReceipts } from '../../counter/journal/receipt-count.ts';
import { outageReport, type OutageRow } from '../../counter/outage/outage-report.ts';
import type { ReadableDb } from '../../db/connection.ts';
import type { Journal } from '../../db/journal.ts';
import { type ActOfPerson, outageRow, type RecordedOutage, wordsSince } from '../../db/outage-reads.ts';
import { personById } from '../../db/people.ts';
import type { OutageReportView } from '../contract/outage-schemas.ts';
import { eachOutagePage } from './outage-pages.ts';

/** The report of one outage as it stands at `now`. While the outage is open it is of the time until then. */
export async function outageReportOf(
  { db, counter }: Journal,
  outage: RecordedOutage,
  now: number,
): Promise<OutageReportView> {
  const rows: OutageRow[] = [];
  await eachOutagePage(db, outage.outage, (page, acked) => {
    for (const row of page.rows) rows.push(outageRow(db, row, acked));
  });
  const { name, cause, since, opened, closed } = outage;
  const { total, upload, days } = outageReport(rows, wordsSince(db, since), {
    counterOf: (epoch) => counterOnReceipts(counter, epoch),
    until: closed?.at ?? now,
  });
  return {
    name,
    cause,
    since,
    opened: named(db, opened),
    closed: closed === null ? null : named(db, closed),
    at: now,
    total,
    upload,
    days: [...days],
  };
}

function named(db: ReadableDb, { at, person }: ActOfPerson): OutageReportView['opened'] {
  return { at, person: nameOf(db, person) };
}

function nameOf(db: ReadableDb, person: string): BilingualText {
  return personById(db, person)?.name ?? { hi: person, en: person };
}
