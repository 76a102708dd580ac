import type { Clock } from '../../counter/time.ts';

/** Nobody called for this long: log and copies may be looked after without a sale waiting for it. */
export const quietMs = 3_000;

export interface QuietWatch {
  /** Somebody is at the counter. */
  called(): void;
  /** To be called every `quietMs`. */
  look(): void;
}

/** Does what must not stand in the way of a sale while nobody is at the counter. */
export function quietWatch(clock: Clock, whenQuiet: () => void): QuietWatch {
  let lastCallMs = clock.monotonicMs();
  return {
    called: () => {
      lastCallMs = clock.monotonicMs();
    },
    look: () => {
      if (clock.monotonicMs() - lastCallMs >= quietMs) whenQuiet();
    },
  };
}
