import type { Clock } from '../../counter/time.ts';
import { checkpointWhenIdle } from '../../db/checkpoint.ts';
import type { JournalKeeper } from './journal-keeper.ts';

/** Nobody called for this long: the log may be moved without a sale waiting for it. */
export const quietMs = 3_000;

export interface IdleCheckpoint {
  /** Somebody is at the counter. */
  called(): void;
  /** To be called every `quietMs`. */
  look(): void;
}

/** Moves the journal's log while nobody is at the counter, so that no sale pays for it. */
export function idleCheckpoint(
  clock: Clock,
  keeper: Pick<JournalKeeper, 'journal' | 'lock'>,
): IdleCheckpoint {
  let lastCallMs = clock.monotonicMs();
  return {
    called: () => {
      lastCallMs = clock.monotonicMs();
    },
    look: () => {
      const isQuiet = clock.monotonicMs() - lastCallMs >= quietMs;
      if (isQuiet && keeper.journal !== null && keeper.lock === null) checkpointWhenIdle(keeper.journal);
    },
  };
}
