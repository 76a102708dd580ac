import {
  addClaim,
  asOfNow,
  type DayBook,
  type DatedClaim,
  type Statement,
} from '../../counter/tie-out/day-figures.ts';
import {
  endLedger,
  type LedgerMatch,
  type LedgerRow,
  matchClaim,
  startLedger,
} from '../../counter/tie-out/ledger.ts';
import { tieOutReport, type TieOutReport } from '../../counter/tie-out/report.ts';
import type { MoneyRow } from '../../counter/tie-out/row.ts';
import type { TieOutScope } from '../../counter/tie-out/scope.ts';
import { emptyTieOut, type UnexplainedRow } from '../../counter/tie-out/tie-out.ts';
import { assertNever } from '../../counter/result.ts';
import type { TieOutSource } from '../../db/tie-out-source.ts';
import { addPage, type TieOutMoment, type TieOutPage } from '../../db/tie-out.ts';

export interface TieOutQuestion {
  readonly source: TieOutSource;
  readonly scope: TieOutScope;
  /** The head end's signed word, checked; null where none is held. */
  readonly statement: Statement | null;
  /** Its books; null where none were handed in. */
  readonly ledger: readonly LedgerRow[] | null;
  /** Hears of every unexplained row, in the order of the journal. */
  readonly each: (row: UnexplainedRow) => void;
  /** Sees every receipt with what became of it, for those who tell more than the sums. */
  readonly also?: (row: MoneyRow, ackedSeq: number) => void;
  /** Resolves when whoever waits for the event loop has had a turn: a sale goes first. */
  readonly nextTurn: () => Promise<unknown>;
}

/** Ties out one scope, of one moment of the journal, page by page. Changes nothing. */
export async function runTieOut(question: TieOutQuestion): Promise<TieOutReport> {
  const { source, scope, statement, each } = question;
  const moment = source.moment(scope);
  const tieOut = emptyTieOut();
  const book: DayBook = new Map();
  const asOf = statement ?? asOfNow;
  const ledger = question.ledger === null ? null : startLedger(question.ledger, source.counter);
  await eachPage(question, moment, (page) => {
    addPage(tieOut, page, moment.ackedSeq, each);
    if (ledger !== null) for (const row of page.rows) matchRow(ledger, row);
    for (const row of page.rows) question.also?.(row, moment.ackedSeq);
    if (scope.kind !== 'outage') addClaims(book, page.claims, asOf);
  });
  const dates = [...tieOut.days.keys()].toSorted();
  const [from] = dates;
  const to = dates.at(-1);
  // A statement tells whole dates: an outage that began at noon is compared with the morning before it too.
  if (scope.kind === 'outage' && statement !== null && from !== undefined && to !== undefined) {
    const wholeDays = source.moment({ kind: 'dates', from, to });
    await eachPage(question, wholeDays, (page) => addClaims(book, page.claims, asOf));
  }
  if (ledger !== null) endLedger(ledger, (uid) => scope.kind !== 'everything' && source.asksForCredit(uid));
  return tieOutReport({
    counter: source.counter,
    scope,
    outage: scope.kind === 'outage' ? source.outageName(scope.outage) : null,
    throughSeq: moment.lastSeq,
    tieOut,
    stated:
      statement === null ? null : { statement: withinDates(statement, datesOf(scope, from, to)), days: book },
    ledger: ledger === null ? null : { rows: ledger.rows, paise: ledger.paise, findings: ledger.findings },
  });
}

async function eachPage(
  { source, nextTurn }: TieOutQuestion,
  moment: TieOutMoment,
  take: (page: TieOutPage) => void,
): Promise<void> {
  for (let next: number | null = moment.fromSeq; next !== null;) {
    const page: TieOutPage = source.page(moment, next);
    take(page);
    next = page.nextSeq;
    if (next !== null) await nextTurn();
  }
}

function addClaims(book: DayBook, claims: readonly DatedClaim[], asOf: Parameters<typeof addClaim>[2]): void {
  for (const claim of claims) addClaim(book, claim, asOf);
}

function matchRow(ledger: LedgerMatch, row: TieOutPage['rows'][number]): void {
  for (const claim of [row.receipt, ...row.settlements]) matchClaim(ledger, claim);
}

interface Dates {
  readonly from: string;
  readonly to: string;
}

/** The dates that are compared; null for all. */
function datesOf(scope: TieOutScope, from = '', to = ''): Dates | null {
  switch (scope.kind) {
    case 'everything':
      return null;
    case 'dates':
      return scope;
    case 'outage':
      return { from, to };
    default:
      return assertNever(scope);
  }
}

/** The rest of a wider statement is no difference. */
function withinDates(statement: Statement, dates: Dates | null): Statement {
  if (dates === null) return statement;
  const { from, to } = dates;
  const days = statement.days.filter(({ businessDate }) => businessDate >= from && businessDate <= to);
  return { ...statement, days };
}
