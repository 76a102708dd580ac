import { limits } from '../limits.ts';
import { assertNever, err, ok, type Result } from '../result.ts';
import type { EntryKind } from './entry.ts';

/** One look at both clocks. Monotonic times compare only within one `bootId`. */
export interface ClockReading {
  readonly wallMs: number;
  readonly monotonicMs: number;
  readonly bootId: string;
  /** Absent where no head end has answered since this start of the machine. */
  readonly headEnd?: HeadEndClock | null;
}

/** How this wall clock stands to that of the head end. */
export interface HeadEndClock {
  /** Wall time here minus the head end's, by its last answer carried on by the monotonic clock. */
  readonly offMs: number;
  /** The same at the last `clock moved` entry, where a supervisor confirmed it; null where nobody did. */
  readonly confirmedOffMs: number | null;
}

/** What an answer of the head end said of its time, and when by the monotonic clock of this start. */
export interface HeadEndTime {
  readonly serverMs: number;
  readonly monotonicMs: number;
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

export interface ClockFault {
  readonly code: 'clock-behind' | 'clock-jumped' | 'clock-off-head-end';
  readonly detail: string;
}

/**
 * Whose word an entry's time is. `measured`: the clock's, while nothing speaks against it. `vouched`: a
 * person's, so it is the new reference. `carried`: nobody's, for an act of the program that cannot wait.
 */
export type ClockTrust = 'measured' | 'vouched' | 'carried';

export function trustOf(kind: EntryKind): ClockTrust {
  switch (kind) {
    case 'clock moved':
    case 'recovery':
      return 'vouched';
    // Until it stands, no other entry is taken, the confirmation of the clock among them.
    case 'key lost':
      return 'carried';
    default:
      return 'measured';
  }
}

/** Where nothing has been heard in this start of the machine there is nothing to compare. */
export function headEndOffMs(
  heard: HeadEndTime | null,
  now: Pick<ClockReading, 'wallMs' | 'monotonicMs'>,
): number | null {
  return heard === null ? null : now.wallMs - (heard.serverMs + now.monotonicMs - heard.monotonicMs);
}

/**
 * The time an entry gets. Order is by sequence number, so a clock that is a little behind only
 * borrows the last entry's time; one that is far off waits for a person, whose `clock moved` entry
 * becomes the new reference.
 */
export function timeOfEntry(
  last: TimeReference | null,
  now: ClockReading,
  trust: ClockTrust,
): Result<EntryTime, ClockFault> {
  if (last === null || trust === 'vouched') return ok({ at: now.wallMs });
  switch (trust) {
    case 'measured': {
      const doubt = doubtOf(last, now);
      return doubt === null ? ok(takenBehind(last, now)) : err(doubt);
    }
    case 'carried': {
      const doubt = doubtOf(last, now);
      // The head end's time says nothing of the order of the entries, so the clock's is taken.
      return ok(
        doubt === null || doubt.code === 'clock-off-head-end'
          ? takenBehind(last, now)
          : { at: carriedOn(last, now), clock: 'held' },
      );
    }
    default:
      return assertNever(trust);
  }
}

/** Why a person must look at the clock before anything is recorded; null while it is trusted. */
export function doubtOf(last: TimeReference, now: ClockReading): ClockFault | null {
  const behindMs = last.at - now.wallMs;
  if (behindMs > limits.clockBackwardToleranceMs) {
    return { code: 'clock-behind', detail: `the clock is ${behindMs} ms behind the last entry` };
  }
  if (last.bootId === now.bootId) {
    const offMs = now.wallMs - last.at - (now.monotonicMs - last.monotonicMs);
    if (Math.abs(offMs) > limits.clockSkewMs) {
      return { code: 'clock-jumped', detail: `wall and monotonic clock are ${offMs} ms apart` };
    }
  }
  return isOffHeadEnd(now.headEnd ?? null)
    ? { code: 'clock-off-head-end', detail: `${now.headEnd?.offMs} ms ahead of the head end` }
    : null;
}

/** A difference that a supervisor has confirmed is asked for again only when it has moved as far again. */
function isOffHeadEnd(headEnd: HeadEndClock | null): boolean {
  if (headEnd === null || Math.abs(headEnd.offMs) <= limits.clockSkewMs) return false;
  const { offMs, confirmedOffMs } = headEnd;
  return confirmedOffMs === null || Math.abs(offMs - confirmedOffMs) > limits.clockSkewMs;
}

function takenBehind(last: TimeReference, now: ClockReading): EntryTime {
  return now.wallMs < last.at ? { at: last.at, clock: 'held' } : { at: now.wallMs };
}

/** The last entry's time and what has passed since by the clock that never jumps. */
function carriedOn(last: TimeReference, now: ClockReading): number {
  return last.bootId === now.bootId ? last.at + Math.max(0, now.monotonicMs - last.monotonicMs) : last.at;
}
