import { describe, expect, it } from 'vitest';
import { limits } from '../../../../counter/limits.ts';
import {
  endLedger,
  type LedgerRow,
  matchClaim,
  parseLedger,
  startLedger,
} from '../../../../counter/tie-out/ledger.ts';
import type { Claim, Word } from '../../../../counter/tie-out/row.ts';

const uidOf = (seq: number) => `01a206e1-efc0-7e03-a8cc-${String(seq).padStart(12, '0')}`;
const header = 'counter,epoch,seq,uid,consumer,amountPaise,reference';
const line = (seq: number, more = `A${seq},50000,HE-${seq}`) => `C02,1,${seq},${uidOf(seq)},${more}`;
const applied: Word = { credit: 'applied', turn: 1, code: null, decidedAt: 1 };
const claim = (seq: number, words: readonly Word[] = [applied]): Claim => ({
  epoch: 1,
  seq,
  uid: uidOf(seq),
  consumer: `A${seq}`,
  amountPaise: 500_00,
  businessDate: '2026-11-23',
  words,
});
const row = (seq: number, more: Partial<LedgerRow> = {}): LedgerRow => ({
  counter: 'C02',
  epoch: 1,
  seq,
  uid: uidOf(seq),
  consumer: `A${seq}`,
  amountPaise: 500_00,
  reference: `HE-${seq}`,
  ...more,
});

/** Three claims, all credited by their answers, against these books. */
function compared(rows: readonly LedgerRow[], claims = [claim(1), claim(2), claim(3)]) {
  const match = startLedger(rows, 'C02');
  for (const each of claims) matchClaim(match, each);
  endLedger(match, (uid) => uid === uidOf(90));
  return match;
}
const found = (rows: readonly LedgerRow[], claims?: Claim[]) =>
  compared(rows, claims).findings.map(({ is, seq }) => [is, seq]);

describe('the books of the head end', () => {
  it('are the same, row by row', () => {
    const match = compared([row(3), row(1), row(2)]);
    expect([match.rows, match.paise, match.findings]).toEqual([3, 1500_00, []]);
  });

  it.each([
    ['a row is missing', [row(1), row(3)], [['credit-missing', 2]]],
    ['a row is doubled', [row(1), row(2), row(2), row(3)], [['credit-doubled', 2]]],
    ['an amount was changed', [row(1), row(2, { amountPaise: 5_00 }), row(3)], [['other-amount', 2]]],
    ['a consumer was changed', [row(1, { consumer: 'Z' }), row(2), row(3)], [['other-consumer', 1]]],
    ['a row names another place', [row(1), row(2, { seq: 7 }), row(3)], [['other-place', 2]]],
    ['a row names another epoch', [row(1), row(2, { epoch: 2 }), row(3)], [['other-place', 2]]],
    ['a credit without a receipt', [row(1), row(2), row(3), row(8)], [['no-such-entry', 8]]],
    [
      'two rows have changed places',
      [row(1), row(2, { uid: uidOf(3) }), row(3, { uid: uidOf(2) })],
      [
        ['other-place', 2],
        ['other-place', 3],
      ],
    ],
  ])('differ: %s', (_, rows, expected) => {
    expect(found(rows)).toEqual(expected);
  });

  it('differ where they credit what no answer here says', () => {
    const claims = [claim(1, []), claim(2, [{ ...applied, credit: 'rejected' }]), claim(3)];
    expect(found([row(1), row(2), row(3)], claims)).toEqual([
      ['credit-not-told', 1],
      ['credit-not-told', 2],
    ]);
  });

  it('tell of other counters and of other dates as well, which is no difference', () => {
    expect(found([row(1), row(2), row(3), row(5, { counter: 'C03' }), row(90)])).toEqual([]);
  });
});

describe('the file of the books', () => {
  const rowsOf = (text: string) => {
    const parsed = parseLedger(text);
    return parsed.ok ? parsed.value : parsed.error;
  };

  it('is read with either line end, quotes, guarded cells and a byte order mark', () => {
    const text = `\u{feff}${header}\r\n${line(1)}\r\n${line(2, `"A,""2",${limits.amountPaiseMax},'=HE`)}\r\n`;
    expect(rowsOf(text)).toEqual([
      row(1),
      row(2, { consumer: 'A,"2', amountPaise: limits.amountPaiseMax, reference: '=HE' }),
    ]);
    expect(rowsOf(`${header}\n`)).toEqual([]);
  });

  it.each([
    ['another header', `seq,${header}\n`, /first line/u],
    ['an empty file', '', /first line/u],
    ['a cell too few', `${header}\n${line(1, 'A1,50000')}\n`, /line 2/u],
    ['a cell too many', `${header}\n${line(1)},more\n`, /line 2/u],
    ['paise with a point', `${header}\n${line(1)}\n${line(2, 'A2,500.00,HE')}\n`, /line 3/u],
    ['a negative amount', `${header}\n${line(1, 'A1,-50000,HE')}\n`, /line 2/u],
    ['one paisa more than any', `${header}\n${line(1, `A1,${limits.amountPaiseMax + 1},HE`)}\n`, /line 2/u],
    ['a number that is none', `${header}\n${line(1, 'A1,0x10,HE')}\n`, /line 2/u],
    ['a uid cut short', `${header}\n${line(1).replace(uidOf(1), 'short')}\n`, /line 2/u],
    ['an open quote', `${header}\n${line(1, '"A1,50000,HE')}\n`, /line 2/u],
    ['cut in the middle of a row', `${header}\n${line(1)}\n${line(2).slice(0, 30)}`, /line 3/u],
  ])('is refused: %s', (_, text, says) => {
    expect(rowsOf(text)).toMatch(says);
  });
});
