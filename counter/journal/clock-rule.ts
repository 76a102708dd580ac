import { limits } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';

/** One look at both clocks. Monotonic times compare only within one `bootId`. */
export interface ClockReading {
  readonly wallMs: number;
  readonly monotonicMs: number;
  readonly bootId: string;
}

/** The time that the last entry stands at. */
export interface TimeReference {
  readonly at: number;
  readonly monotonicMs: number;
  readonly bootId: string;
}

export interface EntryTime {
  readonly at: number;
  readonly clock?: 'held';
}

export type ClockFault =
  | { readonly code: 'clock-behind'; readonly detail: string }
  | { readonly code: 'clock-jumped'; readonly detail: string };

/**
 * The time an entry gets. Order is by sequence number, so a clock that is a little behind only
 * borrows the last entry's time; one that is far off waits for a person, whose `clock moved` entry
 * (`vouched`) becomes the new reference.
 */
export function timeOfEntry(
  last: TimeReference | null,
  now: ClockReading,
  trust: 'measured' | 'vouched',
): Result<EntryTime, ClockFault> {
  if (last === null || trust === 'vouched') return ok({ at: now.wallMs });
  const behindMs = last.at - now.wallMs;
  if (behindMs > limits.clockBackwardToleranceMs) {
    return err({ code: 'clock-behind', detail: `the clock is ${behindMs} ms behind the last entry` });
  }
  if (last.bootId === now.bootId) {
    const offMs = now.wallMs - last.at - (now.monotonicMs - last.monotonicMs);
    if (Math.abs(offMs) > limits.clockSkewMs) {
      return err({ code: 'clock-jumped', detail: `wall and monotonic clock are ${offMs} ms apart` });
    }
  }
  return behindMs > 0 ? ok({ at: last.at, clock: 'held' }) : ok({ at: now.wallMs });
}
