import { headEndOffMs, type HeadEndTime } from '../../counter/journal/clock-rule.ts';
import type { Clock } from '../../counter/time.ts';

/** The two clocks never agree to the millisecond; a difference that stays as it was is no news. */
const newsMs = 1_000;

export interface HeadEndListener {
  /** By its last answer since this process began; null where it has given none. */
  readonly time: HeadEndTime | null;
  readonly heard: (serverMs: number) => void;
}

/** Remembers what the head end said of its time; `onNews` when this clock stands to it as it did not before. */
export function headEndListener(clock: Clock, onNews: () => void): HeadEndListener {
  let time: HeadEndTime | null = null;
  return {
    get time() {
      return time;
    },
    heard: (serverMs) => {
      const now = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
      const before = headEndOffMs(time, now);
      time = { serverMs, monotonicMs: now.monotonicMs };
      if (before === null || Math.abs(before - (now.wallMs - serverMs)) > newsMs) onNews();
    },
  };
}
