import { setImmediate as nextTurn } from 'node:timers/promises';

/** Time that passes only when everything that was due has been done. One thing at a time, in a fixed order. */
export interface VirtualTime {
  /** Milliseconds since the world began. */
  now(): number;
  /** Runs something once after a time; what it gives back calls that off. */
  after(delayMs: number, run: () => void): () => void;
  sleep(delayMs: number): Promise<void>;
  /**
   * Stands still until `work` is done, for work of the real machine (files, thread pool) that no
   * virtual timer ends. One after another: which disk is the faster must not make another story.
   */
  hold<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Lets time pass up to `endMs`, doing what falls due; ends early once `done` says so. */
  runUntil(endMs: number, done?: () => boolean): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  run: (() => void) | null;
}

export function virtualTime(): VirtualTime {
  const heap: Timer[] = [];
  let now = 0;
  let order = 0;
  let held = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const after = (delayMs: number, run: () => void): (() => void) => {
    const timer: Timer = { at: now + Math.max(0, Math.ceil(delayMs)), order: (order += 1), run };
    push(heap, timer);
    return () => {
      timer.run = null;
    };
  };
  const sleep = (delayMs: number): Promise<void> => new Promise((resolve) => void after(delayMs, resolve));
  /** One turn of the event loop runs every promise that can run; held work may need more. */
  const quiet = async (): Promise<void> => {
    await nextTurn();
    while (held > 0) await nextTurn();
  };

  return {
    now: () => now,
    after,
    sleep,
    hold: (work) => {
      held += 1;
      const turn = queue.then(work).finally(() => (held -= 1));
      queue = turn.catch(() => undefined);
      return turn;
    },
    runUntil: async (endMs, done = () => false) => {
      await quiet();
      while (!done()) {
        const next = heap[0];
        if (next === undefined || next.at > endMs) break;
        pop(heap);
        const { run } = next;
        if (run === null) continue;
        now = next.at;
        run();
        await quiet();
      }
      if (!done()) now = Math.max(now, endMs);
    },
  };
}

function isBefore(left: Timer, right: Timer): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

function push(heap: Timer[], timer: Timer): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || isBefore(above, timer)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    let below = heap[child];
    const other = heap[child + 1];
    if (below !== undefined && other !== undefined && isBefore(other, below)) {
      child += 1;
      below = other;
    }
    if (below === undefined || !isBefore(below, last)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
}
