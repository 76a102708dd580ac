import { setImmediate as nextTurn } from 'node:timers/promises';

/** Time that passes only when a test lets it; everything that waits on it is real code. */
export interface VirtualTime {
  readonly now: () => number;
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly sleep: (delayMs: number) => Promise<void>;
  /** Lets `forMs` pass, running what falls due. */
  readonly run: (forMs: number) => Promise<void>;
}

export function createVirtualTime(): VirtualTime {
  let now = 0;
  let order = 0;
  const due = new Set<{ readonly at: number; readonly order: number; readonly run: () => void }>();
  const after = (delayMs: number, run: () => void) => {
    const timer = { at: now + Math.max(0, Math.ceil(delayMs)), order: (order += 1), run };
    due.add(timer);
    return () => void due.delete(timer);
  };
  /** Promises of one exchange resolve within a few turns of the event loop. */
  const quiet = async () => {
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  };
  return {
    now: () => now,
    after,
    sleep: (delayMs) => new Promise((resolve) => void after(delayMs, resolve)),
    async run(forMs) {
      const end = now + forMs;
      await quiet();
      for (;;) {
        const [next] = [...due].toSorted((left, right) => left.at - right.at || left.order - right.order);
        if (next === undefined || next.at > end) break;
        due.delete(next);
        now = next.at;
        next.run();
        await quiet();
      }
      now = end;
    },
  };
}
