import type { Clock } from '../../counter/time.ts';

/** Nobody called for this long: log and copies may be looked after without a sale waiting for it. */
export const idleMs = 3_000;

export interface IdleWatch {
  /** Somebody is at the counter. */
  called(): void;
  /** To be called every `idleMs`. */
  look(): void;
}

/** Does what must not stand in the way of a sale while nobody is at the counter. */
export function idleWatch(clock: Clock, whenIdle: () => void): IdleWatch {
  let lastCallMs = clock.monotonicMs();
  return {
    called: () => {
      lastCallMs = clock.monotonicMs();
    },
    look: () => {
      if (clock.monotonicMs() - lastCallMs >= idleMs) whenIdle();
    },
  };
}
