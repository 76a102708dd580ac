import type { DatedClaim } from '../counter/tie-out/day-figures.ts';
import type { MoneyRow, Stray } from '../counter/tie-out/row.ts';
import type { TieOutScope } from '../counter/tie-out/scope.ts';
import {
  addRow,
  addStray,
  emptyTieOut,
  type TieOut,
  type UnexplainedRow,
} from '../counter/tie-out/tie-out.ts';
import { assertNever } from '../counter/result.ts';
import { ackedSeq, lastAnswerNumber } from './answer-reads.ts';
import type { ReadableDb } from './connection.ts';
import { lastSeq } from './entries.ts';
import { statement } from './statement.ts';
import {
  asksForCredit,
  claimOf,
  type MomentBounds,
  type MoneyEntry,
  moneyColumns,
  moneyRow,
  strayOf,
  wordsBetween,
} from './tie-out-rows.ts';

/**
 * One moment of the journal: its tables only grow, so bounds are a snapshot, however long the reading
 * takes and whatever is sold meanwhile.
 */
export interface TieOutMoment extends MomentBounds {
  readonly scope: TieOutScope;
  readonly fromSeq: number;
  /** Last entry in which a receipt of the scope can stand. */
  readonly toSeq: number;
  readonly ackedSeq: number;
}

export interface TieOutPage {
  readonly rows: readonly MoneyRow[];
  readonly strays: readonly Stray[];
  /** Everything of these dates that asks for a credit, for the comparison by day. */
  readonly claims: readonly DatedClaim[];
  /** Null at the end. */
  readonly nextSeq: number | null;
}

/** A slice of the reading: a few milliseconds, so that a sale may go first. */
const seqsPerPage = 500;

export function tieOutMoment(db: ReadableDb, scope: TieOutScope): TieOutMoment {
  const last = lastSeq(db);
  const { fromSeq, toSeq } = boundsOf(db, scope, last);
  return {
    scope,
    fromSeq,
    toSeq,
    lastSeq: last,
    lastAnswer: lastAnswerNumber(db),
    ackedSeq: ackedSeq(db),
  };
}

/** The receipts of the scope from `fromSeq` on, each with all that became of it up to the moment. */
export function readMoneyRows(db: ReadableDb, moment: TieOutMoment, fromSeq: number): TieOutPage {
  const toSeq = Math.min(fromSeq + seqsPerPage - 1, moment.toSeq);
  const words = wordsBetween(db, fromSeq, toSeq, moment);
  const rows: MoneyRow[] = [];
  const strays: Stray[] = [];
  const claims: DatedClaim[] = [];
  for (const entry of statement<MoneyEntry>(db, entriesSql).all(fromSeq, toSeq)) {
    const claim = claimOf(entry, words.get(entry.seq) ?? []);
    const { kind } = entry;
    if (asksForCredit(entry) && datesHold(moment.scope, claim.businessDate)) {
      claims.push({ isReceipt: kind === 'recharge', claim });
    }
    if (kind === 'recharge') {
      if (datesHold(moment.scope, claim.businessDate)) rows.push(moneyRow(db, moment, entry, claim));
    } else {
      const stray = strayOf(db, entry, claim);
      if (stray !== null && datesHold(moment.scope, stray.businessDate)) strays.push(stray);
    }
  }
  return { rows, strays, claims, nextSeq: toSeq < moment.toSeq ? toSeq + 1 : null };
}

/** Ties out a scope in one go: for commands and for what is small. `each` hears of every unexplained row. */
export function tieOutAtOnce(
  db: ReadableDb,
  scope: TieOutScope,
  each: (row: UnexplainedRow) => void,
): TieOut & { readonly moment: TieOutMoment } {
  const moment = tieOutMoment(db, scope);
  const tieOut = emptyTieOut();
  for (let next: number | null = moment.fromSeq; next !== null;) {
    const page: TieOutPage = readMoneyRows(db, moment, next);
    addPage(tieOut, page, moment.ackedSeq, each);
    next = page.nextSeq;
  }
  return { ...tieOut, moment };
}

export function addPage(
  tieOut: TieOut,
  { rows, strays }: TieOutPage,
  acked: number,
  each: (row: UnexplainedRow) => void,
): void {
  for (const row of rows) {
    const unexplained = addRow(tieOut, row, acked);
    if (unexplained !== null) each(unexplained);
  }
  for (const stray of strays) each(addStray(tieOut, stray));
}

const entriesSql = `SELECT ${moneyColumns} FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq`;
const endOfOutageSql = `SELECT seq FROM entry WHERE ref = ? AND kind = 'outage closed' ORDER BY seq LIMIT 1`;
const outageSql = `SELECT seq, json_extract(body, '$.since') AS since FROM entry
  WHERE uid = ? AND kind = 'outage opened'`;
const lastBeforeSql = 'SELECT seq FROM entry WHERE seq < ? AND at < ? ORDER BY seq DESC LIMIT 1';
const daysSql = `SELECT min(opened.seq) AS first,
    max(ifnull((SELECT min(later.seq) FROM day_state AS next JOIN entry AS later ON later.uid = next.day
      WHERE later.seq > opened.seq), ?)) AS last
  FROM day_state JOIN entry AS opened ON opened.uid = day_state.day
  WHERE day_state.business_date BETWEEN ? AND ?`;

function boundsOf(
  db: ReadableDb,
  scope: TieOutScope,
  last: number,
): { readonly fromSeq: number; readonly toSeq: number } {
  switch (scope.kind) {
    case 'everything':
      return { fromSeq: 1, toSeq: last };
    case 'dates': {
      const found = statement<{ first: number | null; last: number | null }>(db, daysSql).get(
        last,
        scope.from,
        scope.to,
      );
      return { fromSeq: found?.first ?? last + 1, toSeq: found?.last ?? last };
    }
    case 'outage': {
      const opened = statement<{ seq: number; since: number }>(db, outageSql).get(scope.outage);
      if (opened === undefined) return { fromSeq: last + 1, toSeq: last };
      // It may have begun before anybody opened it: what was sold since belongs to it.
      const before = statement<{ seq: number }>(db, lastBeforeSql).get(opened.seq, opened.since);
      const closed = statement<{ seq: number }>(db, endOfOutageSql).get(scope.outage);
      return { fromSeq: (before?.seq ?? 0) + 1, toSeq: closed?.seq ?? last };
    }
    default:
      return assertNever(scope);
  }
}

function datesHold(scope: TieOutScope, businessDate: string | null): boolean {
  if (scope.kind !== 'dates') return true;
  return businessDate !== null && businessDate >= scope.from && businessDate <= scope.to;
}

/** What stands in the way of closing an outage: rupees that are neither credited nor back with their owner. */
export function unexplainedOf(
  db: ReadableDb,
  scope: TieOutScope,
): { readonly count: number; readonly sumPaise: number } {
  const { total } = tieOutAtOnce(db, scope, () => undefined);
  return { count: total.unexplainedRows, sumPaise: total.unexplainedPaise };
}
