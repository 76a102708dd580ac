import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../counter/time.ts';

/** Monotonic time since the machine started, so that two processes of one start can be compared. */
export const machineClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => Number(process.hrtime.bigint() / 1_000_000n),
};

/** Linux names each start of the machine; elsewhere each start of the program counts as one. */
export function machineBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}
