import { assert } from '../counter/result.ts';

/** A token's identifier is the minute of its making, counted in UTC from one of three base dates. */
export type BaseDate = 1993 | 2014 | 2035;

const minuteMs = 60_000;
const dayMinutes = 1_440;
export const tokenIdMax = 0xffffff;

/** The minute 00:01 UTC of each day is reserved: a token made in it takes the next minute. */
export function tokenId(wallMs: number, baseDate: BaseDate): number {
  const minute = Math.floor((wallMs - Date.UTC(baseDate, 0, 1)) / minuteMs);
  const usable = minute % dayMinutes === 1 ? minute + 1 : minute;
  assert(usable >= 0 && usable <= tokenIdMax, `time of a token is outside base date ${baseDate}`);
  return usable;
}

/** First identifier from `wallMs` on that this meter never had; state decides, not the clock alone. */
export function freeTokenId(wallMs: number, baseDate: BaseDate, used: ReadonlySet<number>): number {
  let candidate = tokenId(wallMs, baseDate);
  while (used.has(candidate) || candidate % dayMinutes === 1) candidate += 1;
  assert(candidate <= tokenIdMax, 'no free identifier is left under this base date');
  return candidate;
}

export function tokenIdTime(id: number, baseDate: BaseDate): number {
  return Date.UTC(baseDate, 0, 1) + id * minuteMs;
}
