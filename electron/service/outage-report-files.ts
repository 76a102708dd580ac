import { limits } from '../../counter/limits.ts';
import { reportCells, reportColumns, reportFileName } from '../../counter/outage/report-columns.ts';
import type { Result } from '../../counter/result.ts';
import { kolkataDate } from '../../counter/time.ts';
import type { Journal } from '../../db/journal.ts';
import { journalHead } from '../../db/sign-list.ts';
import type { MadeList } from '../contract/list-schemas.ts';
import type { OutageReportView } from '../contract/outage-schemas.ts';
import { csv } from './list-file.ts';
import type { Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';
import { makeSignedReport } from './signed-report.ts';

/** The report of an outage as a signed file with a line a day and counter, and as an A4 paper. */
export function makeReportFiles(
  context: ServiceContext,
  journal: Journal,
  report: OutageReportView,
): Promise<Result<MadeList, Refusal>> {
  const { name, at, ...told } = report;
  const { counter, office } = journal;
  const place = { counter, office, madeOn: kolkataDate(at) };
  return makeSignedReport(context, journal, {
    fileName: (number) => reportFileName(name, place, number),
    csv: csv([reportColumns, ...report.days.map((day) => reportCells(name, day))], 'with-mark'),
    rows: report.days.length,
    sumPaise: report.total.takingsPaise,
    at,
    head: journalHead(journal),
    paper: (sheet) =>
      report.days.length > limits.a4RowsMax
        ? null
        : { kind: 'outage-report', ...sheet, outage: name, ...told },
  });
}
