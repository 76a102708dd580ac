import type { ReadableDb } from '../../db/connection.ts';
import { currentDay, openShifts, type DayRow, type ShiftRow } from '../../db/day-reads.ts';

/**
 * The one drawer that is open at this counter, whoever sells from it; null where none is. A supervisor pays
 * back out of it while its cashier stands by: the slip names both.
 */
export function openDrawerOf(db: ReadableDb): { readonly day: DayRow; readonly shift: ShiftRow } | null {
  const day = currentDay(db);
  const shift = openShifts(db).find((open) => open.day === day?.day);
  return day === null || shift === undefined ? null : { day, shift };
}
