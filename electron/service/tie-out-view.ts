import { limits } from '../../counter/limits.ts';
import { dayTies, noFigures } from '../../counter/tie-out/day-figures.ts';
import type { TieOutReport } from '../../counter/tie-out/report.ts';
import type { UnexplainedRow } from '../../counter/tie-out/tie-out.ts';
import type { TieOutReportView } from '../contract/tie-out-schemas.ts';
import type { HeldStatement } from './statement-desk.ts';
import type { AskedTieOut } from './tie-out-asked.ts';

/** `rows`: the unexplained ones of the page that was asked for, and one more where there are more. */
export function tieOutView(
  { report, held, at }: AskedTieOut,
  rows: readonly UnexplainedRow[],
): TieOutReportView {
  const { days, states, statement, ties, outage, throughSeq, takingsPaise, cancelledPaise, refundedPaise } =
    report;
  return {
    outage,
    from: days[0]?.businessDate ?? null,
    to: days.at(-1)?.businessDate ?? null,
    at,
    throughSeq,
    ties,
    ...columnsOf(report),
    takingsPaise,
    cancelledPaise,
    refundedPaise,
    states: states.map((state) => ({ ...state })),
    days: days
      .slice(-limits.statementDaysMax)
      .map((day) => ({ businessDate: day.businessDate, ...columnsOf(day) })),
    statement: statement === null || held === null ? null : statementView(statement, held.is),
    rows: rows.slice(0, limits.tieOutRowsShown).map((row) => ({ ...row })),
    more: rows.length > limits.tieOutRowsShown,
  };
}

function columnsOf(columns: TieOutReport | TieOutReport['days'][number]) {
  const { recharges, counterPaise, headEndPaise, differencePaise, unexplainedRows, unexplainedPaise } =
    columns;
  return { recharges, counterPaise, headEndPaise, differencePaise, unexplainedRows, unexplainedPaise };
}

export function statementView(
  { at, throughSeq, from, to, missingDates, days }: NonNullable<TieOutReport['statement']>,
  is: HeldStatement['is'],
): NonNullable<TieOutReportView['statement']> {
  const differing = days
    .filter((day) => !dayTies(day))
    .slice(0, limits.statementDaysMax)
    .map(({ businessDate, counter, headEnd }) => ({
      businessDate,
      counter: { ...counter },
      headEnd: { ...(headEnd ?? noFigures) },
    }));
  return { is, at, throughSeq, from, to, missingDates, differing };
}
