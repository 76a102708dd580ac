import { limits } from '../../counter/limits.ts';
import { assert, type Result } from '../../counter/result.ts';
import { type ReportedRows, sumEnds } from '../../counter/tie-out/ended-row.ts';
import { tieOutColumns, tieOutFileName, tieOutLines } from '../../counter/tie-out/report-columns.ts';
import type { ThreeColumns, TieOutReport } from '../../counter/tie-out/report.ts';
import { entryBySeq } from '../../db/entries.ts';
import type { Journal } from '../../db/journal.ts';
import type { JournalHead } from '../../db/sign-list.ts';
import type { A4Of } from '../contract/a4-schemas.ts';
import type { MadeList } from '../contract/list-schemas.ts';
import { csvInSlices } from './list-file.ts';
import type { Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';
import { makeSignedReport, type SheetFacts } from './signed-report.ts';
import type { AskedTieOut } from './tie-out-asked.ts';
import { statementView } from './tie-out-view.ts';

/**
 * A tie-out as a signed file and as an A4 paper. `sumPaise` of the seal is the takings, which are the sum of
 * that column over the dates.
 */
export async function makeTieOutFiles(
  context: ServiceContext,
  asked: AskedTieOut,
  rows: ReportedRows,
): Promise<Result<MadeList, Refusal>> {
  const { journal, report, at } = asked;
  const { counter, office } = journal;
  const lines = tieOutLines(report, rows);
  return makeSignedReport(context, journal, {
    fileName: (number) => tieOutFileName(report, { counter, office }, number),
    csv: await csvInSlices(tieOutColumns, lines),
    rows: lines.length,
    sumPaise: report.takingsPaise,
    at,
    head: headOf(journal, report),
    paper: (sheet) => (report.days.length > limits.a4RowsMax ? null : paperOf(asked, rows, sheet)),
  });
}

/** Of the moment that was tied out: what was sold since is not in the report. */
function headOf(journal: Journal, { throughSeq }: TieOutReport): JournalHead {
  const last = entryBySeq(journal.db, throughSeq);
  assert(last !== null, 'whoever is at the desk has opened a drawer');
  return { epoch: last.epoch, seq: last.seq, hash: last.hash };
}

function paperOf(
  { report, held }: AskedTieOut,
  { unexplained, ended }: ReportedRows,
  sheet: SheetFacts,
): A4Of<'tie-out'> {
  const { scope, days, statement } = report;
  const asked = scope.kind === 'dates' ? scope : null;
  return {
    kind: 'tie-out',
    ...sheet,
    outage: report.outage,
    from: asked?.from ?? days[0]?.businessDate ?? null,
    to: asked?.to ?? days.at(-1)?.businessDate ?? null,
    throughSeq: report.throughSeq,
    ties: report.ties,
    ...columnsOf(report),
    states: report.states.map((state) => ({ ...state })),
    ends: sumEnds(ended).map((end) => ({ ...end })),
    days: days.map((day) => ({ businessDate: day.businessDate, ...columnsOf(day) })),
    statement: statement === null || held === null ? null : statementView(statement, held.is),
    rows: unexplained.slice(0, limits.a4RowsMax).map((row) => ({ ...row })),
  };
}

function columnsOf(columns: ThreeColumns): ThreeColumns {
  const { recharges, takingsPaise, cancelledPaise, refundedPaise, counterPaise } = columns;
  const { headEndPaise, differencePaise, unexplainedRows, unexplainedPaise } = columns;
  const left = { recharges, takingsPaise, cancelledPaise, refundedPaise, counterPaise };
  return { ...left, headEndPaise, differencePaise, unexplainedRows, unexplainedPaise };
}
