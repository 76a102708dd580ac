import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../../../counter/limits.ts';
import { ok } from '../../../counter/result.ts';
import { dayTies, noFigures } from '../../../counter/tie-out/day-figures.ts';
import type { TieOutReport } from '../../../counter/tie-out/report.ts';
import { keepFirst, type UnexplainedRow } from '../../../counter/tie-out/tie-out.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { isIsoDate, kolkataDate, wholeDaysBetween } from '../../../counter/time.ts';
import { entryByUid } from '../../../db/entries.ts';
import { journalTieOutSource } from '../../../db/tie-out-source.ts';
import type { TieOutReportView, TieOutScopeInput } from '../../contract/tie-out-schemas.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { HeldStatement } from '../statement-desk.ts';
import { runTieOut } from '../tie-out-run.ts';
import type { UseCase } from './use-case.ts';

/** Counter, head end, difference. It reads page by page, so sales go on beside it. */
export const tieOutRun: UseCase<'tieOut.run'> = async (context, { scope, afterSeq }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const dates = datesToAsk(scope, context.clock.wallMs(), (uid) =>
    sinceOf(entryByUid(journal.db, uid)?.body),
  );
  if (dates === null) return refuse('CONTRACT_VIOLATION', { field: 'scope' });
  const held = await context.headEnd.statement(journal.counter, dates.from, dates.to);
  const rows: UnexplainedRow[] = [];
  const report = await runTieOut({
    source: journalTieOutSource(journal.counter, () => journal.db),
    scope,
    statement: held?.statement ?? null,
    ledger: null,
    each: (row) => {
      // One more than is shown tells that there are more.
      if (row.seq > afterSeq) keepFirst(rows, row, limits.tieOutRowsShown + 1);
    },
    nextTurn,
  });
  return ok(viewOf(report, held, rows, context.clock.wallMs()));
};

/** The dates of the head end's statement; null where the question makes no sense. */
function datesToAsk(
  scope: TieOutScopeInput,
  now: number,
  since: (outage: string) => number | null,
): { readonly from: string; readonly to: string } | null {
  const today = kolkataDate(now);
  if (scope.kind === 'outage') {
    const begin = since(scope.outage);
    return begin === null ? null : latestDates(kolkataDate(begin), today);
  }
  const { from, to } = scope;
  const isRange = isIsoDate(from) && isIsoDate(to) && from <= to;
  return isRange && wholeDaysBetween(from, to) < limits.statementDaysMax ? { from, to } : null;
}

function latestDates(from: string, to: string): { readonly from: string; readonly to: string } {
  const first = Date.parse(to) - (limits.statementDaysMax - 1) * 86_400_000;
  const earliest = new Date(first).toISOString().slice(0, 10);
  return { from: from < earliest ? earliest : from, to: to < from ? from : to };
}

function sinceOf(body: string | undefined): number | null {
  const entry = body === undefined ? null : readBody(body);
  return entry?.kind === 'outage opened' ? entry.since : null;
}

function viewOf(
  report: TieOutReport,
  held: HeldStatement | null,
  rows: readonly UnexplainedRow[],
  at: number,
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

function statementView(
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
