import { createHash } from 'node:crypto';
import { kolkataDateTime } from '../../../counter/time.ts';

/** What happened in a world, in order, as sentences. The same seed tells the same story, word for word. */
export interface Story {
  /** `who` did or met `what`, at the time of the world. */
  tell(who: string, what: string): void;
  /** SHA-256 over every event in order. */
  hash(): string;
  length(): number;
  /** The last `count` events with date and time, one a line. */
  last(count: number): readonly string[];
}

/** The world begins on a Monday morning at a counter in Patna. */
export const worldBeginsAt = Date.parse('2026-11-23T04:30:00Z');

interface StoryEvent {
  readonly at: number;
  readonly who: string;
  readonly what: string;
}

export function story(now: () => number): Story {
  const events: StoryEvent[] = [];
  return {
    tell: (who, what) => void events.push({ at: now(), who, what }),
    hash: () => {
      const text = events.map(({ at, who, what }) => `${at} ${who} ${what}`).join('\n');
      return createHash('sha256').update(text).digest('hex');
    },
    length: () => events.length,
    last: (count) => events.slice(-count).map(line),
  };
}

function line({ at, who, what }: StoryEvent): string {
  const milliseconds = String(at % 1_000).padStart(3, '0');
  return `${kolkataDateTime(worldBeginsAt + at)}.${milliseconds}  ${who.padEnd(9)} ${what}`;
}

/** A thing that must never happen has happened. */
export class Breach extends Error {
  readonly invariant: string;
  readonly what: string;

  constructor(invariant: string, what: string) {
    super(`${invariant}: ${what}`);
    this.invariant = invariant;
    this.what = what;
  }
}
