import { describe, expect, it } from 'vitest';
import { headEndOffMs, timeOfEntry, trustOf } from '../../../../counter/journal/clock-rule.ts';
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

  it('is refused when the clock is more than five minutes off the head end’s, either way', () => {
    const skew = limits.clockSkewMs;
    const off = (offMs: number, confirmedOffMs: number | null = null) =>
      timeOfEntry(last, { ...now(60_000, 60_000), headEnd: { offMs, confirmedOffMs } }, 'measured');
    expect([off(skew).ok, off(-skew).ok]).toEqual([true, true]);
    for (const offMs of [skew + 1, -skew - 1])
      expect(off(offMs)).toMatchObject({ error: { code: 'clock-off-head-end' } });
    // Confirmed once, it is asked for again only when it has moved by as much again.
    const hour = 3_600_000;
    expect(off(hour, hour).ok).toBe(true);
    expect([off(hour + skew, hour).ok, off(hour - skew, hour).ok]).toEqual([true, true]);
    expect([off(hour + skew + 1, hour).ok, off(hour - skew - 1, hour).ok]).toEqual([false, false]);
    expect(off(0, hour).ok).toBe(true);
    expect(off(-hour, hour).ok).toBe(false);
  });

  it('compares with the head end by the time that has passed since it answered', () => {
    const heard = { serverMs: 5_000, monotonicMs: 100 };
    expect(headEndOffMs(heard, { wallMs: 5_000, monotonicMs: 100 })).toBe(0);
    expect(headEndOffMs(heard, { wallMs: 6_000, monotonicMs: 1_100 })).toBe(0);
    expect(headEndOffMs(heard, { wallMs: 9_000, monotonicMs: 1_100 })).toBe(3_000);
    expect(headEndOffMs(null, { wallMs: 9_000, monotonicMs: 1_100 })).toBeNull();
  });

  it('of a lost key waits for nobody, and leaves a doubt standing', () => {
    const hour = 3_600_000;
    const trust = trustOf('key lost');
    expect(timeOfEntry(last, now(-hour, 9_000), trust)).toEqual({
      ok: true,
      value: { at: last.at + 9_000, clock: 'held' },
    });
    expect(timeOfEntry(last, now(-hour, 9_000, 'two'), trust)).toEqual({
      ok: true,
      value: { at: last.at, clock: 'held' },
    });
    expect(timeOfEntry(last, now(hour, hour), trust)).toEqual({ ok: true, value: { at: last.at + hour } });
    const headEnd = { offMs: hour, confirmedOffMs: null };
    expect(timeOfEntry(last, { ...now(5, 5), headEnd }, trust)).toEqual({
      ok: true,
      value: { at: last.at + 5 },
    });
    const lost = { ...last, at: last.at + 9_000, monotonicMs: last.monotonicMs + 9_000 };
    expect(timeOfEntry(lost, now(hour + 9_000, 9_000), 'measured').ok).toBe(false);
    // Put right again, nothing is left to confirm.
    expect(timeOfEntry(lost, now(10_000, 10_000), 'measured').ok).toBe(true);
  });

  it('is whatever the clock says when a person vouches for it', () => {
    expect(timeOfEntry(last, now(-86_400_000, 0), 'vouched')).toEqual({
      ok: true,
      value: { at: last.at - 86_400_000 },
    });
  });
});
