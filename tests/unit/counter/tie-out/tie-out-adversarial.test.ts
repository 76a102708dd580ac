import { describe, expect, it } from 'vitest';
import { judgeRow } from '../../../../counter/tie-out/judge-row.ts';
import type { CashBack, Claim, MoneyRow, Word } from '../../../../counter/tie-out/row.ts';
import { addRow, addStray, differencePaise, emptyTieOut, ties } from '../../../../counter/tie-out/tie-out.ts';

const word = (credit: Word['credit'], more: Partial<Word> = {}): Word => ({
  credit,
  turn: 1,
  code: null,
  decidedAt: 1,
  ...more,
});
const applied = (more: Partial<Word> = {}) =>
  word('applied', { amountPaise: 500_00, consumer: 'A', ...more });
const rejected = (more: Partial<Word> = {}) => word('rejected', { code: 'account-closed', ...more });

const claim = (seq: number, words: readonly Word[], more: Partial<Claim> = {}): Claim => ({
  epoch: 1,
  seq,
  uid: `uid-${seq}`,
  consumer: 'A',
  amountPaise: 500_00,
  businessDate: '2026-11-23',
  words,
  ...more,
});

function row(
  words: readonly Word[],
  more: {
    readonly settlements?: readonly Claim[];
    readonly backs?: readonly CashBack[];
    readonly consumer?: null;
  } = {},
): MoneyRow {
  const { settlements = [], backs = [], ...ofReceipt } = more;
  const printed = { receiptNumber: 'PTC-C02-2627-000001', consumerTyped: 'A', takenAt: 1, shift: 'one' };
  return { receipt: { ...claim(4, words, ofReceipt), ...printed }, settlements, backs };
}

const cancellation: CashBack = { kind: 'cancellation', seq: 5, amountPaise: 500_00 };
const refund: CashBack = { kind: 'refund', seq: 9, amountPaise: 500_00 };
const found = (given: MoneyRow, ackedSeq: number | null = 100) => {
  const { state, reason } = judgeRow(given, ackedSeq);
  return [state, reason];
};

describe('one receipt', () => {
  it.each([
    ['credited as it was paid', row([applied()]), 'credited', 'credited'],
    ['credited by an old head end that names nothing', row([word('applied')]), 'credited', 'credited'],
    ['its token came later', row([applied(), applied({ turn: 2 })]), 'credited', 'credited'],
    ['decided after a wait', row([word('pending'), applied({ turn: 2 })]), 'credited', 'credited'],
    ['cancelled before it left', row([], { backs: [cancellation] }), 'cancelled', 'cancelled'],
    [
      'cancelled and netted',
      row([word('none', { code: 'cancelled' })], { backs: [cancellation] }),
      'cancelled',
      'cancelled',
    ],
    ['refused and paid back', row([rejected()], { backs: [refund] }), 'refunded', 'refunded'],
    [
      'moved',
      row([rejected()], { settlements: [claim(6, [applied({ consumer: 'B' })], { consumer: 'B' })] }),
      'settled',
      'settled',
    ],
    [
      'settled at the second try',
      row([rejected()], { settlements: [claim(6, [rejected()]), claim(8, [applied()])] }),
      'settled',
      'settled',
    ],
    [
      'a settlement refused, then paid back',
      row([rejected()], { settlements: [claim(6, [rejected()])], backs: [refund] }),
      'refunded',
      'refunded',
    ],
    ['found by the office', row([applied({ consumer: 'Z' })], { consumer: null }), 'credited', 'credited'],
    [
      'asked again though it is credited',
      row([applied()], { settlements: [claim(6, [word('pending', { code: 'not-refused' })])] }),
      'credited',
      'credited',
    ],
  ])('is explained: %s', (_, given, state, reason) => {
    expect(found(given)).toEqual([state, reason]);
  });

  it.each([
    ['not acknowledged', row([]), 3, 'unsent', 'not-sent'],
    ['acknowledged without a word', row([]), 4, 'pending', 'no-answer'],
    [
      'with the head end',
      row([word('pending', { code: 'found-money' })]),
      100,
      'pending',
      'waits-at-head-end',
    ],
    [
      'in suspense',
      row([word('pending', { code: 'unknown-consumer' })]),
      100,
      'suspense',
      'unknown-consumer',
    ],
    ['refused', row([rejected()]), 100, 'refused', 'refused'],
    ['its settlement not sent', row([rejected()], { settlements: [claim(6, [])] }), 5, 'unsent', 'not-sent'],
    [
      'its settlement waits',
      row([rejected()], { settlements: [claim(6, [word('pending')])] }),
      100,
      'pending',
      'settlement-waits',
    ],
    [
      'its settlement refused',
      row([rejected()], { settlements: [claim(6, [rejected()])] }),
      100,
      'refused',
      'settlement-refused',
    ],
    [
      'matched, but not refused yet',
      row([word('pending', { code: 'unknown-consumer' })], { settlements: [claim(6, [applied()])] }),
      100,
      'pending',
      'settlement-waits',
    ],
  ])('is open: %s', (_, given, acked, state, reason) => {
    expect(found(given, acked)).toEqual([state, reason]);
  });
});

describe('a head end or a journal that lies', () => {
  it.each([
    ['another amount', row([applied({ amountPaise: 499_00 })]), 'other-amount'],
    ['another consumer', row([applied({ consumer: 'B' })]), 'other-consumer'],
    [
      'another amount in a later word',
      row([applied(), applied({ turn: 2, amountPaise: 1_00 })]),
      'other-amount',
    ],
    [
      'another consumer in an earlier word',
      row([applied({ consumer: 'B' }), applied({ turn: 2 })]),
      'other-consumer',
    ],
    ['a late word takes the credit back', row([applied(), rejected({ turn: 2 })]), 'answers-contradict'],
    ['a late word credits what was refused', row([rejected(), applied({ turn: 2 })]), 'answers-contradict'],
    [
      'credited after it was paid back',
      row([rejected(), applied({ turn: 2 })], { backs: [refund] }),
      'answers-contradict',
    ],
    ['credited though cancelled', row([applied()], { backs: [cancellation] }), 'given-back-and-credited'],
    [
      'settled and paid back',
      row([rejected()], { settlements: [claim(6, [applied()])], backs: [refund] }),
      'given-back-and-credited',
    ],
    [
      'credited beside its settlement',
      row([applied()], { settlements: [claim(6, [applied()])] }),
      'credited-twice',
    ],
    [
      'two settlements credited',
      row([rejected()], { settlements: [claim(6, [applied()]), claim(7, [applied()])] }),
      'credited-twice',
    ],
    [
      'a settlement of another amount',
      row([rejected()], {
        settlements: [claim(6, [applied({ amountPaise: 900_00 })], { amountPaise: 900_00 })],
      }),
      'other-amount',
    ],
    [
      'a settlement to somebody else',
      row([rejected()], { settlements: [claim(6, [applied({ consumer: 'C' })], { consumer: 'B' })] }),
      'other-consumer',
    ],
    ['paid back twice', row([rejected()], { backs: [refund, { ...refund, seq: 10 }] }), 'given-back-twice'],
    ['cancelled and paid back', row([rejected()], { backs: [cancellation, refund] }), 'given-back-twice'],
    [
      'more paid back than taken',
      row([rejected()], { backs: [{ ...refund, amountPaise: 600_00 }] }),
      'other-amount-given-back',
    ],
    [
      'paid back before it was refused',
      row([word('pending')], { backs: [refund] }),
      'refunded-before-refusal',
    ],
    [
      'paid back while a settlement may be credited',
      row([rejected()], { settlements: [claim(6, [])], backs: [refund] }),
      'refunded-before-refusal',
    ],
    ['on record with nothing to credit', row([word('none')]), 'nothing-to-credit'],
  ])('shows as a difference: %s', (_, given, reason) => {
    const tieOut = emptyTieOut();
    expect(found(given)).toEqual(['differs', reason]);
    expect(addRow(tieOut, given, 100)).toMatchObject({
      seq: 4,
      amountPaise: 500_00,
      state: 'differs',
      reason,
    });
    expect(ties(tieOut.total)).toBe(false);
    expect(tieOut.total).toMatchObject({ unexplainedRows: 1, unexplainedPaise: 500_00 });
  });

  it('shows money that moved without any receipt, in the equation too', () => {
    const tieOut = emptyTieOut();
    addRow(tieOut, row([applied()]), 100);
    const stray = { seq: 12, amountPaise: 70_00, businessDate: '2026-11-23' };
    addStray(tieOut, { ...stray, reason: 'credit-without-receipt' });
    expect([ties(tieOut.total), differencePaise(tieOut.total)]).toEqual([false, -70_00]);
    addStray(tieOut, { ...stray, seq: 13, reason: 'cash-back-without-receipt' });
    expect(differencePaise(tieOut.total)).toBe(-140_00);
    addStray(tieOut, { ...stray, seq: 14, reason: 'settlement-without-receipt', businessDate: null });
    expect(tieOut.total).toMatchObject({ unexplainedRows: 3, unexplainedPaise: 210_00, recharges: 1 });
    expect(tieOut.days.get('2026-11-23')).toMatchObject({ unexplainedRows: 2 });
  });

  it('does not depend on the order in which words arrive', () => {
    const words = [word('pending', { code: 'unknown-consumer' }), applied({ turn: 3 }), applied({ turn: 2 })];
    for (const order of [
      words,
      words.toReversed(),
      [words[1], words[0], words[2]].flatMap((one) => one ?? []),
    ])
      expect(found(row(order))).toEqual(['credited', 'credited']);
  });
});
