import { timeOfEntry } from '../counter/journal/clock-rule.ts';
import type { Journal } from './journal.ts';

/** `to-confirm`: the next entry is refused until a supervisor's `clock moved` entry gives a new reference. */
export type ClockStanding = 'trusted' | 'to-confirm';

/** Whether the clock of this PC agrees with the last entry and with the time that passed since. */
export function clockStanding({ inner }: Journal): ClockStanding {
  if (inner.tail.seq === 0) return 'trusted';
  const { clock, bootId } = inner.options;
  const now = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs(), bootId };
  return timeOfEntry(inner.tail, now, 'measured').ok ? 'trusted' : 'to-confirm';
}
