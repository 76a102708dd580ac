import { describe, expect, it } from 'vitest';
import {
  leftMs,
  noteSending,
  rowsPerSecond,
  type UploadProgress,
} from '../../../renderer/app/upload-progress.ts';

/** Samples as the states bring them: how far, of how much, and when. */
function after(
  ...samples: readonly (readonly [done: number, total: number, atMs: number])[]
): UploadProgress {
  const last = samples.reduce<UploadProgress | null>(
    (before, [done, total, atMs]) => noteSending(before, { done, total }, atMs),
    null,
  );
  if (last === null) throw new Error('there is a sample');
  return last;
}

describe('how a backlog goes up', () => {
  it('says nothing of rate and rest before a second sample', () => {
    const first = after([0, 300, 1_000]);
    expect([rowsPerSecond(first, 1_000), leftMs(first, 1_000)]).toEqual([null, null]);
  });

  it('tells the rate of even batches, and what is left at it', () => {
    const progress = after([0, 300, 0], [50, 300, 1_000], [100, 300, 2_000]);
    expect(rowsPerSecond(progress, 2_000)).toBe(50);
    expect(leftMs(progress, 2_000)).toBe(4_000);
    // Time goes on between two samples.
    expect(leftMs(progress, 3_500)).toBe(2_500);
    expect(leftMs(progress, 9_000)).toBe(0);
  });

  it('is moved by one slow batch, not thrown about by it', () => {
    const even = after([0, 900, 0], [50, 900, 1_000], [100, 900, 2_000], [150, 900, 3_000]);
    const slow = noteSending(even, { done: 200, total: 900 }, 8_000);
    const rate = slow === null ? null : rowsPerSecond(slow, 8_000);
    expect(rate).toBeGreaterThan(10);
    expect(rate).toBeLessThan(50);
  });

  it('takes in what is sold meanwhile, without a rate from it', () => {
    const before = after([0, 300, 0], [50, 300, 1_000]);
    const more = noteSending(before, { done: 50, total: 310 }, 1_500);
    expect(more).toMatchObject({ done: 50, total: 310, roseAtMs: 1_000, rowsPerMs: before.rowsPerMs });
  });

  it('begins anew with a new run, and ends with the sending', () => {
    const before = after([0, 300, 0], [250, 300, 1_000]);
    expect(noteSending(before, { done: 0, total: 40 }, 2_000)).toMatchObject({ done: 0, rowsPerMs: null });
    expect(noteSending(before, null, 2_000)).toBeNull();
  });

  it('promises nothing once nothing rises any more', () => {
    const progress = after([0, 300, 0], [50, 300, 1_000]);
    expect(rowsPerSecond(progress, 21_000)).toBe(50);
    expect([rowsPerSecond(progress, 21_001), leftMs(progress, 21_001)]).toEqual([null, null]);
  });

  it('stands two samples at one instant', () => {
    const progress = after([0, 300, 5], [50, 300, 5]);
    expect(rowsPerSecond(progress, 5)).toBe(50_000);
    expect(Number.isFinite(leftMs(progress, 5))).toBe(true);
  });
});
