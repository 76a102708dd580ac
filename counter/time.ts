/** Wall time may jump; monotonic time never does. Both are whole milliseconds. */
export interface Clock {
  wallMs(): number;
  monotonicMs(): number;
}

/** A calendar date of Asia/Kolkata, `2026-11-23`. */
export type IsoDate = string;

/** Whether a text is a date of the calendar in that form; 30 February is none. */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

const kolkataOffsetMs = 19_800_000;
const dayMs = 86_400_000;

/** India has one zone and no daylight saving, so the local date is the date of the shifted instant. */
export function kolkataDate(wallMs: number): IsoDate {
  return new Date(wallMs + kolkataOffsetMs).toISOString().slice(0, 10);
}

/** `2026-11-23 11:42:07` in Asia/Kolkata. */
export function kolkataDateTime(wallMs: number): string {
  return new Date(wallMs + kolkataOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** `23-11-2026 11:42:07`, the form that receipts carry. */
export function paperDateTime(wallMs: number): string {
  const [date = '', time = ''] = kolkataDateTime(wallMs).split(' ');
  return `${date.split('-').toReversed().join('-')} ${time}`;
}

/** The first instant of a Kolkata calendar date. */
export function kolkataMidnightMs(date: IsoDate): number {
  return Date.parse(`${date}T00:00:00Z`) - kolkataOffsetMs;
}

/** `2627` for a business date from 1 April 2026 to 31 March 2027. */
export function financialYear(date: IsoDate): string {
  const year = Number(date.slice(0, 4));
  const first = Number(date.slice(5, 7)) >= 4 ? year : year - 1;
  return `${String(first % 100).padStart(2, '0')}${String((first + 1) % 100).padStart(2, '0')}`;
}

export function wholeDaysBetween(earlier: IsoDate, later: IsoDate): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / dayMs);
}
