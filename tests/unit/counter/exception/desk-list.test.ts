import { describe, expect, it } from 'vitest';
import { exceptionTabs, listTab, type ListedRow, tabOf } from '../../../../counter/exception/desk-list.ts';
import { receiptStates } from '../../../../counter/lists/receipt-state.ts';
import { limits } from '../../../../counter/limits.ts';
import { parseConfiguration } from '../../../../electron/contract/configuration.ts';

const row = (more: Partial<ListedRow> = {}): ListedRow => ({
  standing: 'refused',
  since: 1,
  takenAt: 1,
  amountPaise: 100_00,
  clock: { is: 'running', dueAt: 10, left: 1 },
  ...more,
});

describe('the lists of the desk', () => {
  it('hold each row once', () => {
    for (const standing of receiptStates) expect(exceptionTabs).toContain(tabOf(standing));
    const rows = receiptStates.map((standing) => row({ standing }));
    const counts = exceptionTabs.map((tab) => listTab(rows, tab).sum.count);
    expect(counts).toEqual([2, 1, 2, 4]);
  });

  it('show first what runs out first, and of the same day what was paid first', () => {
    const rows = [
      row({ takenAt: 5, clock: { is: 'running', dueAt: 20, left: 2 } }),
      row({ takenAt: 4, clock: { is: 'running', dueAt: 20, left: 2 } }),
      row({ takenAt: 9, clock: { is: 'over', dueAt: 3, by: 4 } }),
    ];
    expect(listTab(rows, 'open').shown.map(({ takenAt }) => takenAt)).toEqual([9, 4, 5]);
    const settled = [1, 3, 2].map((since) => row({ standing: 'settled', since, clock: null }));
    expect(listTab(settled, 'settled').shown.map(({ since }) => since)).toEqual([3, 2, 1]);
  });

  it('sum all rows and show so many of them', () => {
    const many = (count: number) => Array.from({ length: count }, () => row());
    expect(listTab(many(limits.exceptionRowsMax), 'open').shown).toHaveLength(limits.exceptionRowsMax);
    const more = listTab(many(limits.exceptionRowsMax + 1), 'open');
    expect(more.shown).toHaveLength(limits.exceptionRowsMax);
    expect(more.sum).toEqual({
      count: limits.exceptionRowsMax + 1,
      sumPaise: (limits.exceptionRowsMax + 1) * 100_00,
    });
  });
});

describe('the holidays of an office', () => {
  const withHolidays = (holidays: readonly string[]) =>
    parseConfiguration('f', JSON.stringify({ dataFolder: '/x', exceptions: { holidays } })).ok;

  it('are dates of the calendar, as many as there may be', () => {
    const date = '2026-11-24';
    expect(withHolidays([date])).toBe(true);
    expect(withHolidays(['2026-02-30'])).toBe(false);
    expect(withHolidays(['24-11-2026'])).toBe(false);
    expect(withHolidays(Array.from({ length: limits.holidaysMax }, () => date))).toBe(true);
    expect(withHolidays(Array.from({ length: limits.holidaysMax + 1 }, () => date))).toBe(false);
  });
});
