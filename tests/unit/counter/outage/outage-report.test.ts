import { describe, expect, it } from 'vitest';
import { outageReport, type OutageRow, reportTallies } from '../../../../counter/outage/outage-report.ts';
import { reportCells, reportColumns, reportFileName } from '../../../../counter/outage/report-columns.ts';
import { rowStates } from '../../../../counter/tie-out/row.ts';
import { kolkataMidnightMs } from '../../../../counter/time.ts';

const first = kolkataMidnightMs('2026-11-01');
const hour = 3_600_000;
const counterOf = (epoch: number) => (epoch === 1 ? 'C02' : 'C02b');

function row(seq: number, change: Partial<OutageRow> = {}): OutageRow {
  return {
    epoch: 1,
    seq,
    at: first + 10 * hour + seq * 1_000,
    businessDate: '2026-11-01',
    receiptNumber: `PTC-C02-2627-${String(seq).padStart(6, '0')}`,
    amountPaise: 100_00,
    state: 'credited',
    duplicates: 0,
    ...change,
  };
}

describe('the report of an outage', () => {
  it('counts every receipt in exactly one tally, whatever its state', () => {
    const rows = rowStates.map((state, index) => row(index + 1, { state, amountPaise: (index + 1) * 100 }));
    const { total } = outageReport(rows, [], { counterOf, until: first + 20 * hour });
    const counted = reportTallies.map((tally) => total[tally]);
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(rowStates.length);
    expect(counted.reduce((sum, { sumPaise }) => sum + sumPaise, 0)).toBe(total.takingsPaise);
    expect(total).toMatchObject({
      confirmed: { count: 1 },
      pending: { count: 2 },
      refused: { count: 2 },
      settled: { count: 1 },
      refunded: { count: 1 },
      cancelled: { count: 1 },
      unsent: { count: 1 },
    });
  });

  it('has a line for each date of each counter, in order, and its sums are the total', () => {
    const next = { businessDate: '2026-11-02', at: first + 30 * hour };
    const rows = [
      row(1),
      row(2, { duplicates: 2 }),
      row(3, next),
      row(4, { ...next, epoch: 2, receiptNumber: 'PTC-C02b-2627-000001', state: 'pending' }),
    ];
    const words = [
      { at: first + 12 * hour, ackedSeq: 2 },
      { at: first + 31 * hour, ackedSeq: 4 },
    ];
    const { days, total, upload } = outageReport(rows, words, { counterOf, until: first + 40 * hour });
    expect(days.map(({ businessDate, counter, recharges }) => [businessDate, counter, recharges])).toEqual([
      ['2026-11-01', 'C02', 2],
      ['2026-11-02', 'C02', 1],
      ['2026-11-02', 'C02b', 1],
    ]);
    expect(days[0]).toMatchObject({
      firstReceipt: 'PTC-C02-2627-000001',
      lastReceipt: 'PTC-C02-2627-000002',
      duplicates: 2,
      unsentAtWorst: 2,
      uploadedAt: first + 12 * hour,
    });
    expect(days[2]).toMatchObject({ unsentAtWorst: 2, pending: { count: 1, sumPaise: 100_00 } });
    expect(total).toMatchObject({ recharges: 4, takingsPaise: 400_00, duplicates: 2, unsentAtWorst: 2 });
    expect(upload).toEqual({ from: first + 12 * hour, to: first + 12 * hour });
  });

  it('cuts a silence of many days to each of its dates', () => {
    const rows = [
      row(1, { at: first + 20 * hour }),
      row(2, { businessDate: '2026-11-02', at: first + 30 * hour }),
    ];
    const { days, total } = outageReport(rows, [], { counterOf, until: first + 50 * hour });
    expect(days.map(({ longestSilenceMs }) => longestSilenceMs)).toEqual([4 * hour, 24 * hour]);
    expect(total.longestSilenceMs).toBe(30 * hour);
  });

  it('is empty and whole for an outage in which nothing was sold', () => {
    const { days, total, upload } = outageReport([], [], { counterOf, until: first });
    expect({ days, upload }).toEqual({ days: [], upload: null });
    expect(total).toMatchObject({ recharges: 0, firstReceipt: null, unsentAtWorst: 0, longestSilenceMs: 0 });
  });

  it('goes into its file with a cell for every column', () => {
    const { days } = outageReport([row(7)], [{ at: first + 11 * hour, ackedSeq: 7 }], {
      counterOf,
      until: first + 12 * hour,
    });
    const [day] = days;
    if (day === undefined) throw new Error('a receipt makes a day');
    const cells = reportCells('BR-2026-11-01', day);
    expect(cells).toHaveLength(reportColumns.length);
    const line = Object.fromEntries(reportColumns.map((column, index) => [column, cells[index]]));
    expect(line).toMatchObject({
      outage: 'BR-2026-11-01',
      businessDate: '2026-11-01',
      counter: 'C02',
      recharges: 1,
      takingsPaise: 100_00,
      confirmed: 1,
      confirmedPaise: 100_00,
      pending: 0,
      firstReceipt: 'PTC-C02-2627-000007',
      longestSilenceSeconds: 3_593,
      uploadedAt: '2026-11-01T11:00:00+05:30',
    });
  });

  it('has files whose names no file system stumbles over', () => {
    const place = { office: 'PTC', counter: 'C02', madeOn: '2026-11-06' };
    expect(reportFileName('BR-2026-11-01', place, 1)).toBe('OUTAGE_BR-2026-11-01_PTC-C02_2026-11-06');
    expect(reportFileName('बंदी ../x', place, 3)).toMatch(/^OUTAGE_-[A-Za-z0-9-]*x_PTC-C02_2026-11-06_3$/u);
  });
});
