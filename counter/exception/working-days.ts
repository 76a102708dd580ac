import { limits } from '../limits.ts';
import { type IsoDate, kolkataDate, kolkataMidnightMs } from '../time.ts';

/** Dates on which the office is shut beside its Sundays, from configuration. */
export type Holidays = readonly IsoDate[];

/** How long an exception may still wait. Both count whole working days of the office. */
export type DeskClock =
  /** `left` 0: today is the last day. */
  | { readonly is: 'running'; readonly dueAt: number; readonly left: number }
  | { readonly is: 'over'; readonly dueAt: number; readonly by: number };

export function isWorkingDay(date: IsoDate, holidays: Holidays): boolean {
  const isSunday = new Date(`${date}T00:00:00Z`).getUTCDay() === 0;
  return !isSunday && !holidays.includes(date);
}

/**
 * The clock of an exception that came at `sinceMs`. The day on which it came does not count; it runs out with
 * the end of the last working day, by the Kolkata calendar.
 */
export function deskClock(sinceMs: number, nowMs: number, holidays: Holidays): DeskClock {
  const today = kolkataDate(nowMs);
  const lastDay = lastWorkingDay(kolkataDate(sinceMs), holidays);
  const dueAt = kolkataMidnightMs(dayAfter(lastDay));
  return nowMs < dueAt
    ? { is: 'running', dueAt, left: workingDaysBetween(today, lastDay, holidays) }
    : { is: 'over', dueAt, by: workingDaysBetween(lastDay, today, holidays) };
}

function lastWorkingDay(since: IsoDate, holidays: Holidays): IsoDate {
  let date = since;
  for (let counted = 0; counted < limits.exceptionWorkingDays;) {
    date = dayAfter(date);
    if (isWorkingDay(date, holidays)) counted += 1;
  }
  return date;
}

/** Working days after `from`, up to and with `to`; at most a bound, for a forgotten row may be years old. */
function workingDaysBetween(from: IsoDate, to: IsoDate, holidays: Holidays): number {
  let days = 0;
  for (let date = dayAfter(from); date <= to; date = dayAfter(date)) {
    if (isWorkingDay(date, holidays)) days += 1;
    if (days === limits.exceptionDaysShownMax) return days;
  }
  return days;
}

function dayAfter(date: IsoDate): IsoDate {
  return kolkataDate(kolkataMidnightMs(date) + dayMs);
}

const dayMs = 86_400_000;
