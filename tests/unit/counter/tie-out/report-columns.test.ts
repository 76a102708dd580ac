import { describe, expect, it } from 'vitest';
import { endedRow, sumEnds, type EndedRow } from '../../../../counter/tie-out/ended-row.ts';
import { tieOutColumns, tieOutFileName, tieOutLines } from '../../../../counter/tie-out/report-columns.ts';
import { tieOutReport } from '../../../../counter/tie-out/report.ts';
import type { Claim, MoneyRow, Word } from '../../../../counter/tie-out/row.ts';
import { addRow, emptyTieOut, type UnexplainedRow } from '../../../../counter/tie-out/tie-out.ts';

const word = (credit: Word['credit']): Word => ({ credit, turn: 1, code: null, decidedAt: 1 });
const claim = (seq: number, words: readonly Word[]): Claim => ({
  epoch: 1,
  seq,
  uid: `uid-${seq}`,
  consumer: 'A',
  amountPaise: 500_00,
  businessDate: '2026-11-01',
  words,
});
const row = (seq: number, words: readonly Word[], more: Partial<MoneyRow> = {}): MoneyRow => ({
  receipt: {
    ...claim(seq, words),
    receiptNumber: `R-${seq}`,
    consumerTyped: 'A',
    takenAt: seq,
    shift: 'one',
  },
  settlements: [],
  backs: [],
  ...more,
});
const back = (kind: 'cancellation' | 'refund', seq: number) => [{ kind, seq, amountPaise: 500_00 }];

/** One plainly credited, one of every end, and two that wait. */
const rows: readonly MoneyRow[] = [
  row(10, [word('applied')]),
  row(20, [], { backs: back('cancellation', 21) }),
  row(30, [word('rejected')], { backs: back('refund', 31) }),
  row(40, [word('rejected')], { settlements: [claim(41, [word('applied')])] }),
  row(50, [word('rejected')], {
    settlements: [claim(51, [word('rejected')]), claim(52, [word('applied')])],
  }),
  row(60, [word('rejected')]),
  row(200, []),
];
const acked = 100;

function told() {
  const tieOut = emptyTieOut();
  const unexplained: UnexplainedRow[] = [];
  const ended: EndedRow[] = [];
  for (const each of rows) {
    const open = addRow(tieOut, each, acked);
    if (open !== null) unexplained.push(open);
    const end = endedRow(each, acked, ({ seq }) => (seq === 52 ? 'resubmitted' : 'moved'));
    if (end !== null) ended.push(end);
  }
  const report = tieOutReport({
    counter: 'C02',
    scope: { kind: 'dates', from: '2026-11-01', to: '2026-11-02' },
    outage: 'BR-2026-11-01',
    throughSeq: 210,
    tieOut,
    stated: null,
    ledger: null,
  });
  const lines = tieOutLines(report, { unexplained, ended }).map((cells) => {
    expect(cells).toHaveLength(tieOutColumns.length);
    return Object.fromEntries(tieOutColumns.map((column, index) => [column, cells[index]]));
  });
  return { report, ended, lines };
}

describe('the file of a tie-out', () => {
  it('tells of every receipt that is not plainly credited, the unexplained first', () => {
    const { lines } = told();
    expect(lines.map(({ line, receiptNumber, state, end }) => [line, receiptNumber, state, end])).toEqual([
      ['receipt', 'R-60', 'refused', ''],
      ['receipt', 'R-200', 'unsent', ''],
      ['receipt', 'R-20', 'cancelled', 'cancelled'],
      ['receipt', 'R-30', 'refunded', 'refunded'],
      ['receipt', 'R-40', 'settled', 'moved'],
      ['receipt', 'R-50', 'settled', 'resubmitted'],
      ['date', '', '', ''],
    ]);
    expect(lines[0]).toMatchObject({
      reason: 'refused',
      why: 'Refused by the head end.',
      now: 'Settle it: Office, payments not credited.',
      whyHindi: 'मुख्य सर्वर ने अस्वीकार की।',
      outage: 'BR-2026-11-01',
      amountPaise: 500_00,
    });
  });

  it('has the three columns of every date, and its unexplained receipts are the difference', () => {
    const { lines, report } = told();
    expect(lines.at(-1)).toMatchObject({
      businessDate: '2026-11-01',
      receipts: 7,
      takingsPaise: 3500_00,
      cancelledPaise: 500_00,
      refundedPaise: 500_00,
      counterPaise: 2500_00,
      headEndPaise: 1500_00,
      differencePaise: 1000_00,
      unexplainedPaise: 1000_00,
      statementCreditedPaise: '',
    });
    const open = lines.filter(({ line, end }) => line === 'receipt' && end === '');
    expect(open.reduce((sum, { amountPaise }) => sum + Number(amountPaise), 0)).toBe(report.differencePaise);
  });

  it('sums each end, and those that nothing found as well', () => {
    expect(sumEnds(told().ended)).toEqual([
      { end: 'moved', rows: 1, paise: 500_00 },
      { end: 'matched', rows: 0, paise: 0 },
      { end: 'resubmitted', rows: 1, paise: 500_00 },
      { end: 'refunded', rows: 1, paise: 500_00 },
      { end: 'cancelled', rows: 1, paise: 500_00 },
    ]);
  });

  it('has a name that no file system stumbles over, and a second one of its own', () => {
    const place = { office: 'PTC', counter: 'C02' };
    const dates = { kind: 'dates', from: '2026-11-01', to: '2026-11-02' } as const;
    const outage = { kind: 'outage', outage: 'uid' } as const;
    expect(tieOutFileName({ scope: dates, outage: null }, place, 1)).toBe(
      'TIEOUT_2026-11-01_2026-11-02_PTC-C02',
    );
    expect(tieOutFileName({ scope: outage, outage: 'BR-2026-11-01' }, place, 2)).toBe(
      'TIEOUT_BR-2026-11-01_PTC-C02_2',
    );
    expect(tieOutFileName({ scope: outage, outage: 'बंदी ../x' }, place, 1)).toMatch(
      /^TIEOUT_-[A-Za-z0-9-]*x_PTC-C02$/u,
    );
  });
});
