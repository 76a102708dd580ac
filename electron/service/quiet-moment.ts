import { limits } from '../../counter/limits.ts';
import type { Clock } from '../../counter/time.ts';

/**
 * When to write what no person waits for. The freezing of a slip is a flush of its own; begun between
 * two sales it would keep the second one waiting. So it waits until nobody has called for a moment,
 * though never long: the paper is due too.
 */
export interface QuietMoment {
  commandBegan(): void;
  commandEnded(): void;
  /** Resolves at the next such moment, for one caller at a time and in their order. */
  whenQuiet(): Promise<void>;
}

export function quietMoment(clock: Clock): QuietMoment {
  const waiting: { readonly go: () => void; readonly latestMs: number }[] = [];
  let underWay = 0;
  let lastEndMs = 0;
  let timer: NodeJS.Timeout | null = null;

  const plan = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const [first] = waiting;
    if (first === undefined) return;
    const quietMs = underWay === 0 ? lastEndMs + limits.quietBeforePaperMs : first.latestMs;
    timer = setTimeout(next, Math.max(0, Math.min(quietMs, first.latestMs) - clock.monotonicMs()));
  };
  const next = (): void => {
    waiting.shift()?.go();
    plan();
  };

  return {
    commandBegan: () => {
      underWay += 1;
      plan();
    },
    commandEnded: () => {
      underWay -= 1;
      lastEndMs = clock.monotonicMs();
      plan();
    },
    whenQuiet: () =>
      new Promise((go) => {
        waiting.push({ go, latestMs: clock.monotonicMs() + limits.paperWaitsForQuietMs });
        plan();
      }),
  };
}
