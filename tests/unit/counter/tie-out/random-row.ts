import fc from 'fast-check';
import type { CashBack, Claim, MoneyRow, Word } from '../../../../counter/tie-out/row.ts';

/** What the head end may say of one entry, honest or not, in the order in which it arrives. */
const anyWord: fc.Arbitrary<Word> = fc.record({
  credit: fc.constantFrom('none', 'applied', 'applied', 'pending', 'rejected', 'rejected'),
  turn: fc.integer({ min: 1, max: 5 }),
  code: fc.constantFrom(null, 'unknown-consumer', 'found-money', 'account-closed'),
  decidedAt: fc.integer({ min: 0, max: 100 }),
  amountPaise: fc.constantFrom(undefined, 100_00, 100_00, 200_00),
  consumer: fc.constantFrom(undefined, 'A', 'A', 'B'),
});

const anyClaim = (uid: string): fc.Arbitrary<Omit<Claim, 'seq'>> =>
  fc.record({
    epoch: fc.constant(1),
    uid: fc.constant(uid),
    consumer: fc.constantFrom('A', 'A', 'B', null),
    amountPaise: fc.constantFrom(100_00, 100_00, 200_00),
    businessDate: fc.constantFrom('2026-11-23', '2026-11-24', '2026-11-25'),
    words: fc.array(anyWord, { maxLength: 3 }),
  });

const anyBack: fc.Arbitrary<Omit<CashBack, 'seq'>> = fc.record({
  kind: fc.constantFrom('cancellation', 'refund'),
  amountPaise: fc.constantFrom(100_00, 100_00, 200_00),
});

/** One receipt with anything that could become of it, by mistake or by malice. Its seq begins at `seq`. */
export function anyRow(seq: number): fc.Arbitrary<MoneyRow> {
  return fc
    .record({
      receipt: anyClaim(`receipt-${seq}`),
      settlements: fc.array(anyClaim(`settlement-${seq}`), { maxLength: 3 }),
      backs: fc.oneof(
        { weight: 3, arbitrary: fc.constant<Omit<CashBack, 'seq'>[]>([]) },
        { weight: 2, arbitrary: fc.array(anyBack, { maxLength: 2 }) },
      ),
      shift: fc.constantFrom('one', 'two'),
    })
    .map(({ receipt, settlements, backs, shift }) => ({
      receipt: {
        ...receipt,
        seq,
        receiptNumber: `PTC-C02-2627-${seq}`,
        consumerTyped: receipt.consumer ?? 'typed',
        takenAt: seq,
        shift,
      },
      settlements: settlements.map((each, index) => ({
        ...each,
        uid: `${each.uid}-${index}`,
        seq: seq + index + 1,
      })),
      backs: backs.map((each, index) => ({ ...each, seq: seq + index + 5 })),
    }));
}

export function anyRows(): fc.Arbitrary<readonly MoneyRow[]> {
  return fc
    .integer({ min: 0, max: 12 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyRow(1 + index * 10))));
}
