import type { VirtualTime } from './virtual-time.ts';

/** A process of a PC: it can end at every point at which it gives up the floor. */
export interface SimProcess {
  readonly isAlive: boolean;
  after(delayMs: number, run: () => void): () => void;
  sleep(delayMs: number): Promise<void>;
  /** Goes on only in a process that lives: what comes back to a dead one comes back to nobody. */
  own<Value>(work: Promise<Value>): Promise<Value>;
  end(): void;
}

/** `mayDie` is asked whenever the process takes the floor again; it may end it there. */
export function simProcess(time: VirtualTime, mayDie: () => void): SimProcess {
  let isAlive = true;
  const after = (delayMs: number, run: () => void): (() => void) =>
    time.after(delayMs, () => {
      if (!isAlive) return;
      mayDie();
      // oxlint-disable-next-line typescript/no-unnecessary-condition -- `mayDie` may have ended this process
      if (isAlive) run();
    });
  const never = new Promise<never>(() => undefined);
  return {
    get isAlive() {
      return isAlive;
    },
    after,
    sleep: (delayMs) => new Promise((resolve) => void after(delayMs, resolve)),
    own: async (work) => {
      try {
        const value = await work;
        return isAlive ? value : await never;
      } catch (error) {
        if (!isAlive) return never;
        throw error;
      }
    },
    end: () => {
      isAlive = false;
    },
  };
}
