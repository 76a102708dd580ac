/**
 * So many batches at once and no more, a short line before the door, and beyond that the answer "come back
 * later", at once. Whose sales have waited longest goes first: the counter whose last batch was taken longest
 * ago, and one that knocks for the first time since this head end began before all others.
 */
export interface Admission {
  /** Resolves when it is this counter's turn, or when the line has no room for it. */
  enter(counter: string): Promise<Admitted | ComeLater>;
  /** A batch that came now could not even wait. */
  isFull(): boolean;
  standing(): AdmissionStanding;
}

export interface Admitted {
  readonly kind: 'admitted';
  /** To be called once, when the work is done, however it ended. */
  readonly leave: () => void;
}

export interface ComeLater {
  readonly kind: 'come-later';
  /** Whole seconds, with jitter: those who were turned away together do not come back together. */
  readonly retryAfterS: number;
}

export interface AdmissionStanding {
  readonly inside: number;
  readonly waiting: number;
  /** Counters that were turned away and have not been let in since. */
  readonly turnedAway: number;
}

export interface AdmissionPorts {
  readonly batchesMax: number;
  readonly waitingMax: number;
  readonly monotonicMs: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
}

interface Waiter {
  readonly counter: string;
  /** Since when this counter has nothing on record; the smaller, the older its backlog. */
  readonly since: number;
  readonly knockedAt: number;
  readonly resolve: (entry: Admitted | ComeLater) => void;
}

const retryAfterSMax = 60;
/** Until the first batch was timed. */
const firstGuessMs = 50;

export function createAdmission(ports: AdmissionPorts): Admission {
  const { batchesMax, waitingMax, monotonicMs, random } = ports;
  /** When a batch of the counter was last taken. */
  const takenAt = new Map<string, number>();
  /** When it first knocked, of a counter that was turned away and not let in since. */
  const outside = new Map<string, number>();
  const line: Waiter[] = [];
  let inside = 0;
  let batchMs = firstGuessMs;

  function admit({ counter, resolve }: Waiter): void {
    inside += 1;
    outside.delete(counter);
    const begunAt = monotonicMs();
    let hasLeft = false;
    const leave = (): void => {
      if (hasLeft) return;
      hasLeft = true;
      inside -= 1;
      const now = monotonicMs();
      takenAt.set(counter, now);
      batchMs += (now - begunAt - batchMs) / 8;
      const next = line.shift();
      if (next !== undefined) admit(next);
    };
    resolve({ kind: 'admitted', leave });
  }

  function turnAway({ counter, knockedAt, resolve }: Waiter): void {
    outside.set(counter, knockedAt);
    const drainMs = ((line.length + inside) * batchMs) / batchesMax;
    const crowdMs = (outside.size * batchMs) / batchesMax;
    const waitMs = drainMs + random() * Math.max(1_000, crowdMs);
    resolve({
      kind: 'come-later',
      retryAfterS: Math.min(retryAfterSMax, Math.max(1, Math.ceil(waitMs / 1_000))),
    });
  }

  function standInLine(waiter: Waiter): void {
    const at = line.findIndex((other) => isOlder(waiter, other));
    line.splice(at === -1 ? line.length : at, 0, waiter);
    const last = line.length > waitingMax ? line.pop() : undefined;
    if (last !== undefined) turnAway(last);
  }

  return {
    enter: (counter) =>
      new Promise((resolve) => {
        const knockedAt = outside.get(counter) ?? monotonicMs();
        const waiter = { counter, since: takenAt.get(counter) ?? -Infinity, knockedAt, resolve };
        if (inside < batchesMax) admit(waiter);
        else standInLine(waiter);
      }),
    isFull: () => inside >= batchesMax && line.length >= waitingMax,
    standing: () => ({ inside, waiting: line.length, turnedAway: outside.size }),
  };
}

function isOlder(one: Waiter, other: Waiter): boolean {
  return one.since === other.since ? one.knockedAt < other.knockedAt : one.since < other.since;
}
