import { type ClockReading, doubtOf, headEndOffMs } from '../counter/journal/clock-rule.ts';
import { assertNever } from '../counter/result.ts';
import type { Journal } from './journal.ts';
import type { JournalInner } from './journal-inner.ts';

/**
 * Anything but `trusted`: the next entry is refused until a supervisor's `clock moved` entry gives a new
 * reference. `behind` the last entry, `jumped` against the monotonic clock, or `off-head-end`.
 */
export type ClockStanding = 'trusted' | 'behind' | 'jumped' | 'off-head-end';

/** One look at the clocks, as the next entry would be judged by it. */
export function readClock({ options, confirmedOffMs }: JournalInner): ClockReading {
  const { clock, bootId } = options;
  const now = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs(), bootId };
  const offMs = headEndOffMs(options.headEndTime?.() ?? null, now);
  return { ...now, headEnd: offMs === null ? null : { offMs, confirmedOffMs } };
}

/** Whether the clock of this PC agrees with the last entry, the time that passed since, and the head end. */
export function clockStanding({ inner }: Journal): ClockStanding {
  if (inner.tail.seq === 0) return 'trusted';
  const doubt = doubtOf(inner.tail, readClock(inner));
  if (doubt === null) return 'trusted';
  switch (doubt.code) {
    case 'clock-behind':
      return 'behind';
    case 'clock-jumped':
      return 'jumped';
    case 'clock-off-head-end':
      return 'off-head-end';
    default:
      return assertNever(doubt.code);
  }
}

/** How far this clock is ahead of the head end's, in milliseconds; null where none has answered. */
export function offHeadEndMs({ inner }: Journal): number | null {
  return readClock(inner).headEnd?.offMs ?? null;
}
