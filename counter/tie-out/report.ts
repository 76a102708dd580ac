import { type ComparedDay, compareDays, type DayBook, dayTies, type Statement } from './day-figures.ts';
import type { LedgerFinding } from './ledger.ts';
import { rowStates } from './row.ts';
import type { TieOutScope } from './scope.ts';
import { differencePaise, type StateSum, type Sums, ties, type TieOut } from './tie-out.ts';

/** The three columns: what the counter keeps of the cash, what the head end credited, and the difference. */
export interface ThreeColumns {
  readonly recharges: number;
  readonly takingsPaise: number;
  readonly cancelledPaise: number;
  readonly refundedPaise: number;
  /** takings − cancelled − refunded. */
  readonly counterPaise: number;
  readonly headEndPaise: number;
  readonly differencePaise: number;
  readonly unexplainedRows: number;
  readonly unexplainedPaise: number;
}

export interface TieOutReport extends ThreeColumns {
  readonly counter: string;
  readonly scope: TieOutScope;
  /** Name of the outage; null where dates were asked for. */
  readonly outage: string | null;
  /** Last entry of the journal at the moment of the report. */
  readonly throughSeq: number;
  readonly states: readonly StateSum[];
  readonly days: readonly (ThreeColumns & { readonly businessDate: string })[];
  /** The head end's own word, day by day; null where none is held. */
  readonly statement: StatementReport | null;
  /** Its books, row by row; null where none were handed in. */
  readonly ledger: LedgerReport | null;
  /** No rupee unexplained, no difference, and the head end's own words say the same. */
  readonly ties: boolean;
}

export interface StatementReport {
  /** Time of the head end, UTC milliseconds. */
  readonly at: number;
  readonly throughSeq: number;
  readonly from: string;
  readonly to: string;
  readonly days: readonly ComparedDay[];
  /** Dates of the scope that the statement does not reach. */
  readonly missingDates: number;
  readonly differingDates: number;
}

export interface LedgerReport {
  /** Rows of this counter. */
  readonly rows: number;
  readonly paise: number;
  readonly findings: readonly LedgerFinding[];
}

export function tieOutReport(facts: {
  readonly counter: string;
  readonly scope: TieOutScope;
  readonly outage: string | null;
  readonly throughSeq: number;
  readonly tieOut: TieOut;
  /** Null where no statement is held; else the counter's own figures as of it. */
  readonly stated: { readonly statement: Statement; readonly days: DayBook } | null;
  readonly ledger: LedgerReport | null;
}): TieOutReport {
  const { tieOut, stated, ledger, ...place } = facts;
  const statement = stated === null ? null : statementReport(stated.statement, stated.days);
  const saysTheSame = (statement?.differingDates ?? 0) === 0 && (ledger?.findings.length ?? 0) === 0;
  return {
    ...place,
    ...threeColumns(tieOut.total),
    states: rowStates.map((state) => tieOut.total.states[state]),
    days: [...tieOut.days]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([businessDate, sums]) => ({ businessDate, ...threeColumns(sums) })),
    statement,
    ledger,
    ties: ties(tieOut.total) && saysTheSame,
  };
}

function threeColumns(sums: Sums): ThreeColumns {
  const { recharges, takingsPaise, cancelledPaise, refundedPaise, unexplainedRows, unexplainedPaise } = sums;
  return {
    recharges,
    takingsPaise,
    cancelledPaise,
    refundedPaise,
    counterPaise: takingsPaise - cancelledPaise - refundedPaise,
    headEndPaise: sums.creditedPaise,
    differencePaise: differencePaise(sums),
    unexplainedRows,
    unexplainedPaise,
  };
}

function statementReport(statement: Statement, book: DayBook): StatementReport {
  const days = compareDays(book, statement);
  const { at, throughSeq, from, to } = statement;
  return {
    at,
    throughSeq,
    from,
    to,
    days,
    missingDates: days.filter(({ headEnd }) => headEnd === null).length,
    differingDates: days.filter((day) => !dayTies(day)).length,
  };
}
