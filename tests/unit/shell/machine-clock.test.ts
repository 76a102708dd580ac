import { describe, expect, it } from 'vitest';
import { machineClock, sleepAdder } from '../../../electron/service/machine-clock.ts';

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
