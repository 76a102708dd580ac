import { describe, expect, it } from 'vitest';
import { benchParts, parseBenchOptions } from '../../bench/bench-options.ts';
import { atLeast, atMost, judged, tableOf } from '../../bench/bench-row.ts';
import { percentiles } from '../../bench/percentiles.ts';
import { benchReceipt } from '../../bench/receipt-bench.ts';
import { benchSales } from '../../bench/sale-bench.ts';
import { searchMeasures } from '../../bench/search-measures.ts';

/** Nothing here is held against a time: only that every figure is taken and told as it is. */
describe('the bench', () => {
  it('judges a figure at its goal and past it, in both directions', () => {
    const sale = { what: 'p99', unit: 'ms', goal: atMost(5) } as const;
    expect(judged('sale', { ...sale, measured: 5 })).toMatchObject({ ratio: 1, holds: 'yes' });
    expect(judged('sale', { ...sale, measured: 5.01 }).holds).toBe('no');
    const upload = { what: 'entries', unit: '/s', goal: atLeast(10_000) } as const;
    expect(judged('upload', { ...upload, measured: 10_000 }).holds).toBe('yes');
    expect(judged('upload', { ...upload, measured: 9_999 }).holds).toBe('no');
    const plain = judged('sale', { what: 'p50', unit: 'ms', goal: null, measured: 3 });
    expect(plain).toMatchObject({ ratio: null, holds: 'no goal' });
  });

  it('tells each row in one line of equal width', () => {
    const rows = [
      judged('sale', { what: 'p99', measured: 4.567, unit: 'ms', goal: atMost(5) }),
      judged('upload', {
        what: 'entries acknowledged',
        measured: 123_456,
        unit: '/s',
        goal: atLeast(10_000),
      }),
    ];
    const lines = tableOf(rows).split('\n');
    expect(lines).toHaveLength(4);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[2]).toMatch(/^\| sale +\| p99 +\| 4\.57 ms +\| ≤ 5 ms +\| 0\.91 +\| yes +\|$/u);
    expect(lines[3]).toContain('1,23,456 /s');
  });

  it('takes the hundredth worst as p99, and nothing of nothing', () => {
    expect(percentiles(Array.from({ length: 100 }, (_, at) => 99 - at))).toEqual({ p50: 50, p99: 99 });
    expect(percentiles([])).toEqual({ p50: 0, p99: 0 });
  });

  it('runs what is asked for, and refuses what it does not know', () => {
    expect(parseBenchOptions(['upload', 'journal'])).toEqual({
      ok: true,
      value: { parts: ['journal', 'upload'], consumers: 200_000 },
    });
    expect(parseBenchOptions([])).toMatchObject({ ok: true, value: { parts: benchParts } });
    expect(parseBenchOptions(['--full'])).toMatchObject({ ok: true, value: { consumers: 1_800_000 } });
    for (const wrong of [['--only'], ['sales'], ['--ful']]) {
      expect(parseBenchOptions(wrong).ok).toBe(false);
    }
  });

  it('measures sales, receipts and searches of a tiny office', async () => {
    const { sales, ratio } = await benchSales(3);
    expect(sales).toBe(3);
    expect(ratio).toBeGreaterThan(0);
    expect(benchReceipt({ receipts: 2 }).p50Ms).toBeGreaterThan(0);
    const measures = await searchMeasures({ consumers: 300, searches: 5 });
    expect(measures.filter(({ goal }) => goal !== null).map(({ what }) => what)).toEqual([
      'by number, p99',
      'by meter, p99',
      'by mobile, p99',
      'by words, p99',
      'cold, the slowest kind',
    ]);
    for (const { measured } of measures) expect(measured).toBeGreaterThan(0);
  });
});
