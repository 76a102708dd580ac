import { describe, expect, it } from 'vitest';
import { machineClock, sleepAdder, sleepWatch } from '../../../electron/service/machine-clock.ts';

describe('the monotonic clock of the machine', () => {
  it('counts the time asleep, and never goes back', () => {
    const withSleep = sleepAdder();
    expect(withSleep(10_000, 10_400)).toBe(10_000);
    expect(withSleep(11_000, 611_990)).toBe(611_990);
    // The next reading of a coarse uptime is behind the first: time still goes on.
    expect(withSleep(11_500, 611_990)).toBe(612_490);
    expect(withSleep(12_000, 612_000)).toBe(612_990);
  });

  it('is whole milliseconds that rise', () => {
    const first = machineClock.monotonicMs();
    const second = machineClock.monotonicMs();
    expect(Number.isSafeInteger(first)).toBe(true);
    expect(second).toBeGreaterThanOrEqual(first);
  });
});

describe('time asleep', () => {
  const awake = 100_000;
  const wall = 1_795_411_800_000;

  it('is asked for once in a second of being awake, not at every look', () => {
    let asked = 0;
    const watch = sleepWatch(() => {
      asked += 1;
      return awake;
    });
    for (const ms of [0, 1, 500, 999]) expect(watch(awake + ms, wall + ms)).toBe(awake + ms);
    expect(asked).toBe(1);
    watch(awake + 1_000, wall + 1_000);
    expect(asked).toBe(2);
  });

  it('counts at the very first look after a sleep', () => {
    let uptime = awake;
    const watch = sleepWatch(() => uptime);
    watch(awake, wall);
    uptime = awake + 3_600_010;
    expect(watch(awake + 10, wall + 3_600_010)).toBe(awake + 3_600_010);
  });

  it('does not come from a wall clock that was set', () => {
    const watch = sleepWatch(() => awake);
    watch(awake, wall);
    expect(watch(awake + 10, wall - 86_400_000)).toBe(awake + 10);
  });
});
