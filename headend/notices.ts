import { limits } from '../counter/limits.ts';
import type { Notice, NoticeList } from './schemas.ts';

/** Which list of notices stands, and what of it is still to be shown. A statement takes its place likewise. */

/**
 * A replayed list is as well signed as it was once, so an older one never takes the place of a newer. One
 * from the future would stand for ever and is not taken; nor does one hold its place that was taken while
 * this clock was wrong.
 */
export function takesPlaceOf(kept: Dated | null, fresh: Dated, nowMs: number): boolean {
  const newestAt = nowMs + limits.clockSkewMs;
  if (fresh.at > newestAt) return false;
  return kept === null || kept.serverId !== fresh.serverId || kept.at > newestAt || fresh.at >= kept.at;
}

type Dated = Pick<NoticeList, 'at' | 'serverId'>;

/** Those that stand now or later, the first to begin first. */
export function notOver(notices: readonly Notice[], nowMs: number): readonly Notice[] {
  return notices
    .filter(({ until }) => until > nowMs)
    .toSorted((left, right) => left.from - right.from || left.id.localeCompare(right.id));
}
