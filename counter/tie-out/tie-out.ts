import {
  explainedStates,
  type MoneyRow,
  type Receipt,
  type RowReason,
  type RowState,
  rowStates,
  type Stray,
} from './row.ts';
import { judgeRow, type Verdict } from './judge-row.ts';

export interface StateSum {
  readonly state: RowState;
  rows: number;
  paise: number;
}

/** Rupees of a group of receipts: a business date, a shift, an outage. */
export interface Sums {
  recharges: number;
  takingsPaise: number;
  cancelledPaise: number;
  refundedPaise: number;
  /** What the head end says it credited for these receipts, in its signed answers. */
  creditedPaise: number;
  unexplainedRows: number;
  unexplainedPaise: number;
  readonly states: Readonly<Record<RowState, StateSum>>;
}

/** A receipt, or something that belongs to none, and where its rupees are. */
export interface ToldRow {
  readonly seq: number;
  readonly uid: string | null;
  readonly receiptNumber: string | null;
  readonly consumer: string | null;
  readonly businessDate: string | null;
  /** Wall time, UTC milliseconds. */
  readonly takenAt: number | null;
  readonly amountPaise: number;
  readonly state: RowState;
  readonly reason: RowReason;
  readonly code: string | null;
}

/** Its rupees are not where they should be. */
export type UnexplainedRow = ToldRow;

/** The sums of a scope while rows are added to it; nothing of a row is kept. */
export interface TieOut {
  readonly total: Sums;
  readonly days: Map<string, Sums>;
  readonly shifts: Map<string, Sums>;
}

export function emptyTieOut(): TieOut {
  return { total: emptySums(), days: new Map(), shifts: new Map() };
}

/** counter − head end: what the counter keeps of the cash, less what was credited. */
export function differencePaise(sums: Sums): number {
  return sums.takingsPaise - sums.cancelledPaise - sums.refundedPaise - sums.creditedPaise;
}

export function ties(sums: Sums): boolean {
  return sums.unexplainedRows === 0 && differencePaise(sums) === 0;
}

/** Adds one receipt in place. Gives its row back where it is unexplained. */
export function addRow(tieOut: TieOut, row: MoneyRow, ackedSeq: number | null): UnexplainedRow | null {
  const verdict = judgeRow(row, ackedSeq);
  const { receipt } = row;
  for (const sums of [
    tieOut.total,
    sumsOf(tieOut.days, receipt.businessDate),
    sumsOf(tieOut.shifts, receipt.shift),
  ]) {
    addVerdict(sums, receipt.amountPaise, verdict);
  }
  return explainedStates.has(verdict.state) ? null : toldRow(receipt, verdict);
}

export function toldRow(receipt: Receipt, { state, reason, code }: Verdict): ToldRow {
  const { seq, uid, receiptNumber, consumerTyped, businessDate, takenAt, amountPaise } = receipt;
  return {
    seq,
    uid,
    receiptNumber,
    consumer: consumerTyped,
    businessDate,
    takenAt,
    amountPaise,
    state,
    reason,
    code,
  };
}

/** Money that moved without a receipt. It is never explained, for there is no row it could be the other side of. */
export function addStray(tieOut: TieOut, stray: Stray): UnexplainedRow {
  const { seq, reason, amountPaise, businessDate } = stray;
  const groups = businessDate === null ? [] : [sumsOf(tieOut.days, businessDate)];
  for (const sums of [tieOut.total, ...groups]) {
    if (reason === 'credit-without-receipt') sums.creditedPaise += amountPaise;
    if (reason === 'cash-back-without-receipt') sums.refundedPaise += amountPaise;
    sums.unexplainedRows += 1;
    sums.unexplainedPaise += amountPaise;
  }
  return {
    seq,
    uid: null,
    receiptNumber: null,
    consumer: null,
    businessDate,
    takenAt: null,
    amountPaise,
    state: 'differs',
    reason,
    code: null,
  };
}

function addVerdict(sums: Sums, amountPaise: number, verdict: Verdict): void {
  sums.recharges += 1;
  sums.takingsPaise += amountPaise;
  sums.cancelledPaise += verdict.cancelledPaise;
  sums.refundedPaise += verdict.refundedPaise;
  sums.creditedPaise += verdict.creditedPaise;
  const ofState = sums.states[verdict.state];
  ofState.rows += 1;
  ofState.paise += amountPaise;
  if (explainedStates.has(verdict.state)) return;
  sums.unexplainedRows += 1;
  sums.unexplainedPaise += amountPaise;
}

function emptySums(): Sums {
  const states = Object.fromEntries(rowStates.map((state) => [state, { state, rows: 0, paise: 0 }]));
  return {
    recharges: 0,
    takingsPaise: 0,
    cancelledPaise: 0,
    refundedPaise: 0,
    creditedPaise: 0,
    unexplainedRows: 0,
    unexplainedPaise: 0,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one sum for each state of the list
    states: states as Record<RowState, StateSum>,
  };
}

function sumsOf(groups: Map<string, Sums>, key: string): Sums {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const fresh = emptySums();
  groups.set(key, fresh);
  return fresh;
}

/** Of many rows the first are told one by one; how many there are stands in the sums. */
export function keepFirst(rows: UnexplainedRow[], row: UnexplainedRow, most: number): void {
  if (rows.length < most) rows.push(row);
}
