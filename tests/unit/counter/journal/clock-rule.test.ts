import { describe, expect, it } from 'vitest';
import { timeOfEntry } from '../../../../counter/journal/clock-rule.ts';
import { limits } from '../../../../counter/limits.ts';

const last = { at: 1_000_000_000_000, monotonicMs: 5_000, bootId: 'one' };
const now = (wallOffset: number, monotonicOffset: number, bootId = 'one') => ({
  wallMs: last.at + wallOffset,
  monotonicMs: last.monotonicMs + monotonicOffset,
  bootId,
});

describe('the time an entry gets', () => {
  it('is the wall clock when both clocks agree', () => {
    expect(timeOfEntry(last, now(60_000, 60_000), 'measured')).toEqual({
      ok: true,
      value: { at: last.at + 60_000 },
    });
  });

  it('is the last entry’s time, flagged, up to two minutes behind', () => {
    const behind = -limits.clockBackwardToleranceMs;
    expect(timeOfEntry(last, now(behind, 0), 'measured')).toEqual({
      ok: true,
      value: { at: last.at, clock: 'held' },
    });
    const past = timeOfEntry(last, now(behind - 1, 0), 'measured');
    expect(past).toMatchObject({ ok: false, error: { code: 'clock-behind' } });
  });

  it('is refused when wall and monotonic clock part by more than five minutes in one boot', () => {
    const skew = limits.clockSkewMs;
    expect(timeOfEntry(last, now(skew, 0), 'measured').ok).toBe(true);
    expect(timeOfEntry(last, now(skew + 1, 0), 'measured')).toMatchObject({
      error: { code: 'clock-jumped' },
    });
    expect(timeOfEntry(last, now(0, skew + 1), 'measured')).toMatchObject({
      error: { code: 'clock-jumped' },
    });
    expect(timeOfEntry(last, now(skew + 1, 0, 'two'), 'measured').ok).toBe(true);
  });

  it('is whatever the clock says when a person vouches for it', () => {
    expect(timeOfEntry(last, now(-86_400_000, 0), 'vouched')).toEqual({
      ok: true,
      value: { at: last.at - 86_400_000 },
    });
  });
});
