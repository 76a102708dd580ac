import { faultPlan, type PlannedName } from '../crash/fault-plan.ts';
import type { PlannedRow } from '../crash/report/faults-page.ts';
import { recordFault } from './fault-record.ts';

/**
 * Ends the test of a planned fault: keeps what it saw for `docs/faults.md` and gives back every promise
 * that was broken, in words. To run another number of times than the plan says is one of them.
 */
export function concludeFault(
  name: PlannedName,
  outcome: { readonly times: number; readonly seen: string; readonly broken: readonly string[] },
): string[] {
  const planned: PlannedRow = faultPlan[name];
  const { times, seen, broken } = outcome;
  const { fault, title, injector } = planned;
  recordFault({ fault, title, injector, times, seen, violations: broken.length });
  const isEnough = planned.count === 'exactly' ? times === planned.times : times >= planned.times;
  const count = isEnough ? [] : [`ran ${times} times, planned ${planned.count} ${planned.times}`];
  return [...broken, ...count];
}

/** `whole: 12, corrupt: 3`, the most frequent first. */
export function tallied(seen: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const one of seen) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts]
    .toSorted((left, right) => right[1] - left[1])
    .map(([one, count]) => `${one}: ${count.toLocaleString('en')}`)
    .join(', ');
}
