import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { type NetworkState, watchNetwork } from '../../../electron/service/network-watch.ts';
import { handClock } from '../../harness/journal.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the network of this PC', () => {
  function watched(first: NetworkState) {
    const clock = handClock();
    const seen = { state: first, changes: 0 };
    const network = watchNetwork(
      clock,
      () => void (seen.changes += 1),
      () => seen.state,
    );
    return { clock, seen, network };
  }

  it('is known from the first look, and a change is seen at the next look and not before', () => {
    const { clock, seen, network } = watched('up');
    const began = clock.wallMs();
    expect(network.now).toEqual({ state: 'up', since: began });
    clock.pass(limits.networkLookMs - 1);
    seen.state = 'down';
    vi.advanceTimersByTime(limits.networkLookMs - 1);
    expect(network.now.state).toBe('up');
    clock.pass(1);
    vi.advanceTimersByTime(1);
    expect(network.now).toEqual({ state: 'down', since: began + limits.networkLookMs });
    expect(seen.changes).toBe(1);
    network.stop();
  });

  it('keeps its time while nothing changes, and moves it with a clock that is put right', () => {
    const { clock, seen, network } = watched('up');
    const began = clock.wallMs();
    clock.pass(10 * limits.networkLookMs);
    vi.advanceTimersByTime(10 * limits.networkLookMs);
    expect(network.now.since).toBe(began);
    expect(seen.changes).toBe(0);
    clock.jump(3_600_000);
    expect(network.now.since).toBe(began + 3_600_000);
    network.stop();
  });

  it('is not looked at any more once it is stopped', () => {
    const { seen, network } = watched('up');
    network.stop();
    seen.state = 'unknown';
    vi.advanceTimersByTime(10 * limits.networkLookMs);
    expect(seen.changes).toBe(0);
  });
});
