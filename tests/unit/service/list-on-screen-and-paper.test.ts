import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import type { PaidRow } from '../../../counter/lists/paid-list.ts';
import { a4Document } from '../../../electron/contract/a4-schemas.ts';
import { configSchema } from '../../../electron/contract/config-schemas.ts';
import { listPreview } from '../../../electron/contract/list-schemas.ts';
import type { GatheredList } from '../../../electron/service/gather-list.ts';
import { listPapers } from '../../../electron/service/list-paper.ts';
import { listPreviewOf } from '../../../electron/service/list-preview.ts';

const madeAt = Date.parse('2026-11-02T11:42:07+05:30');

function receipts(
  count: number,
  scope: 'outage' | 'day' = 'outage',
): Extract<GatheredList, { list: 'paid' }> {
  const row: PaidRow = {
    receiptNumber: 'PTC-C02-2627-000001',
    takenAt: madeAt,
    businessDate: '2026-11-02',
    consumer: '101000123',
    name: null,
    meter: null,
    amountPaise: 500_00,
    cashier: 'ravi',
    state: 'unsent',
    reference: null,
  };
  const rows = Array.from({ length: count }, (_, index) => ({
    ...row,
    receiptNumber: `R-${index}`,
    businessDate: index === 0 ? '2026-11-01' : '2026-11-02',
  }));
  return {
    list: 'paid',
    scope:
      scope === 'day'
        ? { list: 'paid-in-day', businessDate: '2026-11-02' }
        : { list: 'paid-in-outage', outage: 'BR-2026-11-01' },
    receipts: count,
    paidPaise: count * 500_00,
    head: { epoch: 1, seq: 9, hash: 'ab'.repeat(32) },
    outage: scope === 'day' ? null : 'BR-2026-11-01',
    rows,
  };
}

const name = { hi: 'पटना सिटी', en: 'Patna City' };
const sources = {
  config: configSchema.parse({ dataFolder: '/data', practice: true }),
  issuer: { counter: 'C02', office: 'PTC', officeName: name, company: name },
  madeAt,
  directoryAt: null,
  signature: 'signed',
};

describe('a list on screen', () => {
  it('shows rows up to the limit, and sums of all of them', () => {
    for (const more of [0, 1]) {
      const preview = listPreviewOf(receipts(limits.listPreviewRowsMax + more), {
        at: madeAt,
        directoryAt: null,
      });
      expect(listPreview.safeParse(preview).success).toBe(true);
      expect(preview.rows).toHaveLength(limits.listPreviewRowsMax);
      expect(preview).toMatchObject({
        receipts: limits.listPreviewRowsMax + more,
        states: [{ state: 'unsent', receipts: limits.listPreviewRowsMax + more }],
      });
    }
  });
});

describe('a list on paper', () => {
  const papers = (list: GatheredList) => {
    const made = listPapers(list, sources);
    if (!made.ok) throw new Error(made.error);
    for (const paper of made.value) expect(a4Document.safeParse(paper).success).toBe(true);
    return made.value;
  };

  it('says practice, and names the first and the last date', () => {
    const [paper, ...more] = papers(receipts(3));
    expect(more).toEqual([]);
    expect(paper).toMatchObject({ from: '2026-11-01', to: '2026-11-02', outage: 'BR-2026-11-01' });
    expect(paper?.heading.practice).toBe(true);
  });

  it('of a day names that day, also where nothing was paid', () => {
    expect(papers(receipts(0, 'day'))).toMatchObject([
      { from: '2026-11-02', to: '2026-11-02', outage: null },
    ]);
    expect(papers(receipts(0))).toMatchObject([{ from: null, to: null, part: { number: 1, of: 1 } }]);
  });

  it('is one paper up to the limit, and has a second part from the next row on', () => {
    expect(papers(receipts(limits.a4RowsMax))).toMatchObject([{ part: { number: 1, of: 1, firstRow: 1 } }]);
    const [first, second, ...more] = papers(receipts(limits.a4RowsMax + 1));
    expect(more).toEqual([]);
    expect(first).toMatchObject({ part: { number: 1, of: 2, firstRow: 1 }, receipts: limits.a4RowsMax + 1 });
    expect(second).toMatchObject({
      part: { number: 2, of: 2, firstRow: limits.a4RowsMax + 1 },
      receipts: limits.a4RowsMax + 1,
      rows: [{ receiptNumber: `R-${limits.a4RowsMax}` }],
    });
  });

  it('has as many parts as the limit and not one more', () => {
    const most = limits.a4RowsMax * limits.a4PartsMax;
    const longest = listPapers(receipts(most), sources);
    expect(longest.ok && longest.value.length).toBe(limits.a4PartsMax);
    expect(listPapers(receipts(most + 1), sources)).toEqual({ ok: false, error: 'too-large' });
  });
});
