import { kolkataDate } from '../time.ts';

export interface ListsFacts {
  readonly nowMs: number;
  /** When lists were last made by themselves; null for never. */
  readonly madeAt: number | null;
  /** When a day was last closed; null for never. */
  readonly dayClosedAt: number | null;
  readonly outage: 'open' | 'none';
}

/** After every day close, and on every date of an open outage: linemen go out by the list of that morning. */
export function listsDue({ nowMs, madeAt, dayClosedAt, outage }: ListsFacts): 'day-closed' | 'daily' | null {
  if (dayClosedAt !== null && (madeAt === null || madeAt < dayClosedAt)) return 'day-closed';
  const madeToday = madeAt !== null && kolkataDate(madeAt) === kolkataDate(nowMs);
  return outage === 'open' && !madeToday ? 'daily' : null;
}
