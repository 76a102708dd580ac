import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { quietMoment } from '../../../electron/service/quiet-moment.ts';

const longestMs = limits.paperWaitsForQuietMs;
const quietMs = limits.quietBeforePaperMs;

/** A moment whose clock is the one of the test's timers. */
function begin() {
  const clock = { wallMs: () => Date.now(), monotonicMs: () => Date.now() };
  const moment = quietMoment(clock);
  const came: string[] = [];
  const ask = (name: string): void => void moment.whenQuiet().then(() => came.push(name));
  return { moment, came, ask };
}

describe('a quiet moment', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void vi.useRealTimers());

  it('comes when nobody has called for a while, and not a millisecond before', async () => {
    const { moment, came, ask } = begin();
    moment.commandBegan();
    ask('slip');
    moment.commandEnded();
    await vi.advanceTimersByTimeAsync(quietMs - 1);
    expect(came).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(came).toEqual(['slip']);
  });

  it('lets the next sale go first', async () => {
    const { moment, came, ask } = begin();
    moment.commandBegan();
    ask('slip');
    moment.commandEnded();
    await vi.advanceTimersByTimeAsync(quietMs - 1);
    moment.commandBegan();
    await vi.advanceTimersByTimeAsync(quietMs);
    expect(came).toEqual([]);
    moment.commandEnded();
    await vi.advanceTimersByTimeAsync(quietMs);
    expect(came).toEqual(['slip']);
  });

  it('never keeps paper longer than its bound, however busy the counter is', async () => {
    const { moment, came, ask } = begin();
    moment.commandBegan();
    ask('slip');
    await vi.advanceTimersByTimeAsync(longestMs - 1);
    expect(came).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(came).toEqual(['slip']);
  });

  it('goes to one after the other, in their order, as long as it lasts', async () => {
    const { came, ask, moment } = begin();
    moment.commandBegan();
    ask('first');
    ask('second');
    moment.commandEnded();
    await vi.advanceTimersByTimeAsync(quietMs);
    expect(came[0]).toBe('first');
    await vi.advanceTimersByTimeAsync(1);
    expect(came).toEqual(['first', 'second']);
  });
});
