import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import type { Clock } from '../../counter/time.ts';

/**
 * Monotonic time since the machine started, so that two processes of one start can be compared. The
 * counter of Linux stands still while the machine sleeps; its uptime does not. Without the time asleep
 * every closed lid would look like a clock that jumped, and ask for a supervisor.
 */
export const machineClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => {
    const awakeMs = Number(process.hrtime.bigint() / 1_000_000n);
    return process.platform === 'linux' ? withSleep(awakeMs, Date.now()) : awakeMs;
  },
};

/** Uptime comes in steps of up to a second, so only a larger lead over the awake time is sleep. */
const uptimeStepMs = 2_000;

export function sleepAdder(): (awakeMs: number, uptimeMs: number) => number {
  let asleepMs = 0;
  return (awakeMs, uptimeMs) => {
    const leadMs = Math.floor(uptimeMs) - awakeMs;
    if (leadMs - asleepMs >= uptimeStepMs) asleepMs = leadMs;
    return awakeMs + asleepMs;
  };
}

/** The uptime is read from a file, and a sale asks for the time five times: it is read again when it may say more. */
const uptimeAgainMs = 1_000;

/**
 * Awake time with the time asleep, of which only the uptime knows. A machine that slept is found by its
 * wall clock, which went on; one whose wall clock was set costs one reading too many.
 */
export function sleepWatch(uptimeMs: () => number): (awakeMs: number, wallMs: number) => number {
  const add = sleepAdder();
  let asleepMs = 0;
  let last = { awakeMs: Number.NEGATIVE_INFINITY, wallMs: 0 };
  return (awakeMs, wallMs) => {
    const sinceMs = awakeMs - last.awakeMs;
    if (sinceMs >= uptimeAgainMs || Math.abs(wallMs - last.wallMs - sinceMs) >= uptimeAgainMs) {
      asleepMs = add(awakeMs, uptimeMs()) - awakeMs;
      last = { awakeMs, wallMs };
    }
    return awakeMs + asleepMs;
  };
}

const withSleep = sleepWatch(() => uptime() * 1_000);

/** Linux names each start of the machine; elsewhere each start of the program counts as one. */
export function machineBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}
