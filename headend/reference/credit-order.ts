/** An entry on record whose credit waits its turn. */
export interface WaitingCredit {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly consumer: string;
  /** When the entry reached this head end, UTC milliseconds. */
  readonly arrivedAt: number;
  /** As this head end knows it now; null where it does not. */
  readonly balancePaise: number | null;
}

/**
 * Pure: who is cut off next comes first. A negative balance before every other, the lowest first; among
 * the rest, and among equals, the one that has waited longest.
 */
export function byUrgency(left: WaitingCredit, right: WaitingCredit): number {
  return (
    debt(left) - debt(right) ||
    left.arrivedAt - right.arrivedAt ||
    compare(left.counter, right.counter) ||
    left.epoch - right.epoch ||
    left.seq - right.seq
  );
}

/** Paise below zero; zero for whoever is not in danger, as far as one knows. */
function debt({ balancePaise }: WaitingCredit): number {
  return Math.min(balancePaise ?? 0, 0);
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
