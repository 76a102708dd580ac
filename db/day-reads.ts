import type { ReadableDb } from './connection.ts';

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
  readonly recharges: number;
  readonly takingsPaise: number;
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
  /** Wall time of the oldest unsent money entry. */
  readonly oldestAt: number | null;
}
/** The open day; null when none is open. */
export declare function currentDay(db: ReadableDb): DayRow | null;
/** How many days were opened on this business date, closed ones too. */
export declare function sessionsOn(db: ReadableDb, businessDate: string): number;
export declare function currentShift(db: ReadableDb, person: string): ShiftRow | null;
export declare function openShifts(db: ReadableDb): ShiftRow[];
/** How many shifts were opened in this day. */
export declare function shiftsOfDay(db: ReadableDb, day: string): number;
export declare function shiftTotals(db: ReadableDb, shift: string): Totals;
export declare function dayTotals(db: ReadableDb, day: string): Totals;
export declare function openOutage(db: ReadableDb): OutageRow | null;
/** Money entries above the acknowledged prefix. */
export declare function unsentSummary(db: ReadableDb): UnsentSummary;
