import { ackedSeq } from './answer-reads.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';

export interface DayRow {
  readonly day: string;
  readonly businessDate: string;
  readonly session: number;
  readonly openedAt: number;
  readonly openedBy: string;
}

export interface ShiftRow {
  readonly shift: string;
  readonly day: string;
  readonly cashier: string;
  readonly shiftNumber: number;
  readonly floatPaise: number;
  readonly openedAt: number;
}

export interface Totals {
  /** What the ledger has put into the drawers, floats included. */
  readonly cashPaise: number;
  readonly recharges: number;
  readonly takingsPaise: number;
  readonly cancellations: number;
  readonly cancelledPaise: number;
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
}

export interface OutageRow {
  readonly outage: string;
  readonly name: string;
  readonly cause: string;
  readonly since: number;
}

export interface UnsentSummary {
  readonly count: number;
  readonly sumPaise: number;
  /** Wall time of the oldest unsent money entry; null when all is sent. */
  readonly oldestAt: number | null;
}

const shiftColumns = `shift, day, cashier, shift_number AS shiftNumber, float_paise AS floatPaise,
  opened_at AS openedAt`;
const totalColumns = `cash_paise AS cashPaise, recharges, takings_paise AS takingsPaise,
  cancellations, cancelled_paise AS cancelledPaise, first_receipt AS firstReceipt,
  last_receipt AS lastReceipt`;
const noTotals: Totals = {
  cashPaise: 0,
  recharges: 0,
  takingsPaise: 0,
  cancellations: 0,
  cancelledPaise: 0,
  firstReceipt: null,
  lastReceipt: null,
};

/** The open day; null when none is open. */
export function currentDay(db: ReadableDb): DayRow | null {
  const sql = `SELECT day, business_date AS businessDate, session, opened_at AS openedAt, opened_by AS openedBy
    FROM day_state WHERE closed_at IS NULL ORDER BY opened_at DESC LIMIT 1`;
  return statement<DayRow>(db, sql).get() ?? null;
}

/** How many days were opened on this business date, closed ones too. */
export function sessionsOn(db: ReadableDb, businessDate: string): number {
  const sql = 'SELECT count(*) AS count FROM day_state WHERE business_date = ?';
  return statement<{ count: number }>(db, sql).get(businessDate)?.count ?? 0;
}

/** The person's open shift; null when they have none. */
export function currentShift(db: ReadableDb, person: string): ShiftRow | null {
  const sql = `SELECT ${shiftColumns} FROM shift_total WHERE closed_at IS NULL AND cashier = ?
    ORDER BY opened_at DESC LIMIT 1`;
  return statement<ShiftRow>(db, sql).get(person) ?? null;
}

export function openShifts(db: ReadableDb): ShiftRow[] {
  const sql = `SELECT ${shiftColumns} FROM shift_total WHERE closed_at IS NULL ORDER BY opened_at`;
  return statement<ShiftRow>(db, sql).all();
}

/** How many shifts were opened in this day. */
export function shiftsOfDay(db: ReadableDb, day: string): number {
  const sql = 'SELECT count(*) AS count FROM shift_total WHERE day = ?';
  return statement<{ count: number }>(db, sql).get(day)?.count ?? 0;
}

export function shiftTotals(db: ReadableDb, shift: string): Totals {
  return (
    statement<Totals>(db, `SELECT ${totalColumns} FROM shift_total WHERE shift = ?`).get(shift) ?? noTotals
  );
}

/** A day's takings are those of its shifts. */
export function dayTotals(db: ReadableDb, day: string): Totals {
  const sql = `SELECT ifnull(sum(cash_paise), 0) AS cashPaise, ifnull(sum(recharges), 0) AS recharges,
    ifnull(sum(takings_paise), 0) AS takingsPaise, ifnull(sum(cancellations), 0) AS cancellations,
    ifnull(sum(cancelled_paise), 0) AS cancelledPaise,
    min(first_receipt) AS firstReceipt, max(last_receipt) AS lastReceipt FROM shift_total WHERE day = ?`;
  return statement<Totals>(db, sql).get(day) ?? noTotals;
}

/** How many recharges of a shift the head end has applied or refused, by its latest answers up to `untilSeq`. */
export function shiftCredit(
  db: ReadableDb,
  shift: string,
  untilSeq: number,
): { readonly confirmed: number; readonly refused: number } {
  const sql = `SELECT count(*) FILTER (WHERE credit = 'applied') AS confirmed,
    count(*) FILTER (WHERE credit = 'rejected') AS refused
    FROM (SELECT (SELECT credit FROM answer WHERE answer.seq = entry.seq ORDER BY turn DESC LIMIT 1) AS credit
      FROM entry WHERE seq BETWEEN (SELECT seq FROM entry WHERE uid = ?) AND ? AND kind = 'recharge' AND shift = ?)`;
  const none = { confirmed: 0, refused: 0 };
  return statement<typeof none>(db, sql).get(shift, untilSeq, shift) ?? none;
}

/** The outage that is open; the latest where two were declared. */
export function openOutage(db: ReadableDb): OutageRow | null {
  const sql = `SELECT outage, name, cause, since FROM outage_state WHERE closed_at IS NULL
    ORDER BY since DESC LIMIT 1`;
  return statement<OutageRow>(db, sql).get() ?? null;
}

/**
 * Money entries above the prefix that the head end has acknowledged. Number and sum run through the
 * entries, so two rows say them however long the outage was.
 */
export function unsentSummary(db: ReadableDb): UnsentSummary {
  const acked = ackedSeq(db);
  const running = 'SELECT recharges, total_paise AS paise FROM entry WHERE seq = ?';
  const newest = 'SELECT recharges, total_paise AS paise FROM entry ORDER BY seq DESC LIMIT 1';
  const oldest = "SELECT at FROM entry WHERE seq > ? AND kind = 'recharge' ORDER BY seq LIMIT 1";
  const sent = statement<Running>(db, running).get(acked) ?? noneYet;
  const all = statement<Running>(db, newest).get() ?? noneYet;
  const count = all.recharges - sent.recharges;
  const oldestAt = count === 0 ? null : (statement<{ at: number }>(db, oldest).get(acked)?.at ?? null);
  return { count, sumPaise: all.paise - sent.paise, oldestAt };
}

interface Running {
  readonly recharges: number;
  readonly paise: number;
}

const noneYet: Running = { recharges: 0, paise: 0 };
