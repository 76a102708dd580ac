import { describe, expect, it } from 'vitest';
import {
  longestSilenceMs,
  waitingOf,
  type WaitingSale,
  type Word,
} from '../../../../counter/outage/outage-waiting.ts';

function salesAt(times: readonly number[], group = '2026-11-01', firstSeq = 10): WaitingSale[] {
  return times.map((at, index) => ({ seq: firstSeq + index, at, group }));
}

describe('how the receipts of an outage waited', () => {
  it('counts the most that waited at once, and how long the upload took', () => {
    const words: Word[] = [
      { at: 500, ackedSeq: 11 },
      { at: 650, ackedSeq: 13 },
    ];
    const waiting = waitingOf(salesAt([100, 200, 300, 400]), words, 9_999);
    expect(waiting.unsentWorst).toBe(4);
    expect(waiting.upload).toEqual({ from: 500, to: 650 });
    expect(waiting.silences).toEqual([
      { from: 100, to: 500 },
      { from: 500, to: 650 },
    ]);
    expect(waiting.uploadedOf).toEqual(new Map([['2026-11-01', 650]]));
  });

  it('is silent until now while something waits, and has no upload', () => {
    const waiting = waitingOf(salesAt([100, 200]), [], 5_000);
    expect(waiting).toMatchObject({ unsentWorst: 2, upload: null, silences: [{ from: 100, to: 5_000 }] });
    expect(waiting.uploadedOf.size).toBe(0);
  });

  it('keeps the worst of each group, with what it carried over', () => {
    const sales = [...salesAt([100, 200]), ...salesAt([86_400_100], '2026-11-02', 12)];
    const { unsentWorstOf } = waitingOf(sales, [{ at: 90_000_000, ackedSeq: 12 }], 99_000_000);
    expect([...unsentWorstOf]).toEqual([
      ['2026-11-01', 2],
      ['2026-11-02', 3],
    ]);
  });

  it('does not call it silence while nothing waits', () => {
    const words: Word[] = [
      { at: 110, ackedSeq: 10 },
      { at: 90_010, ackedSeq: 11 },
    ];
    const { silences } = waitingOf(salesAt([100, 90_000]), words, 99_000);
    expect(silences).toEqual([
      { from: 100, to: 110 },
      { from: 90_000, to: 90_010 },
    ]);
    expect(longestSilenceMs(silences, { from: 0, to: 99_000 })).toBe(10);
    expect(longestSilenceMs(silences, { from: 20_000, to: 90_004 })).toBe(4);
    expect(longestSilenceMs(silences, { from: 20_000, to: 30_000 })).toBe(0);
  });

  it('holds when a clock was put back between sale and acknowledgement, and when words come twice or fall back', () => {
    const words: Word[] = [
      { at: 50, ackedSeq: 11 },
      { at: 60, ackedSeq: 11 },
      { at: 70, ackedSeq: 3 },
      { at: 80, ackedSeq: 12 },
    ];
    const waiting = waitingOf(salesAt([1_000, 2_000, 2_500]), words, 3_000);
    expect(waiting.unsentWorst).toBe(2);
    expect(waiting.uploadedOf).toEqual(new Map([['2026-11-01', 2_500]]));
    for (const { from, to } of waiting.silences) expect(to).toBeGreaterThanOrEqual(from);
  });

  it('counts by the order of the journal where a clock was put back between two sales', () => {
    const sales = [...salesAt([5_000, 6_000]), ...salesAt([1_000], 'later', 12)];
    const { unsentWorstOf, uploadedOf } = waitingOf(sales, [{ at: 2_000, ackedSeq: 12 }], 9_000);
    expect([...unsentWorstOf]).toEqual([
      ['2026-11-01', 2],
      ['later', 3],
    ]);
    expect(uploadedOf.get('later')).toBe(6_000);
  });

  it('is nothing where nothing was sold', () => {
    expect(waitingOf([], [{ at: 1, ackedSeq: 9 }], 2)).toEqual({
      unsentWorst: 0,
      unsentWorstOf: new Map(),
      silences: [],
      upload: null,
      uploadedOf: new Map(),
    });
  });
});
