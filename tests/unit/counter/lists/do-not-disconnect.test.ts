import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  connectionRows,
  type KnownConsumer,
  type UnconfirmedPayment,
} from '../../../../counter/lists/do-not-disconnect.ts';
import { paidRow, unconfirmedPayment } from '../../../../counter/lists/paid-list.ts';
import { isUnconfirmed, receiptStates, sumStates } from '../../../../counter/lists/receipt-state.ts';
import { cashLink, chain, rechargeLink, said, settlementLink } from '../../../harness/exception-chain.ts';

let number = 0;
function payment(consumer: string, changes: Partial<UnconfirmedPayment> = {}): UnconfirmedPayment {
  number += 1;
  return {
    receiptNumber: `R-${number}`,
    consumer,
    consumerName: `Name ${consumer}`,
    meter: `M${consumer}`,
    amountPaise: 500_00,
    paidAt: 1_000,
    ...changes,
  };
}

function known(changes: Partial<KnownConsumer> = {}): KnownConsumer {
  return {
    name: 'Ram Prasad',
    address: 'Mahendru, Ward 48',
    meter: 'BR1',
    mobile: '9835012345',
    status: 'active',
    balance: null,
    arrears: null,
    ...changes,
  };
}

const at = (amountPaise: number, day: number) => ({ amountPaise, at: day });

describe('the order of the list', () => {
  const order = (consumers: Record<string, Partial<KnownConsumer>>, payments?: UnconfirmedPayment[]) =>
    connectionRows(
      payments ?? Object.keys(consumers).map((consumer) => payment(consumer)),
      new Map(Object.entries(consumers).map(([consumer, changes]) => [consumer, known(changes)])),
    ).map(({ consumer }) => consumer);

  it('begins with the balance farthest below zero', () => {
    const rows = { a: { balance: at(-1, 9) }, b: { balance: at(-600_00, 9) }, c: { balance: at(5_00, 9) } };
    expect(order(rows)).toEqual(['b', 'a', 'c']);
  });

  it('of two alike puts the one known longest ago first', () => {
    expect(order({ a: { balance: at(-5, 7) }, b: { balance: at(-5, 3) } })).toEqual(['b', 'a']);
  });

  it('goes on with arrears, the most first, however much balance is left', () => {
    const rows = {
      a: { balance: at(1, 1), arrears: at(10, 1) },
      b: { balance: at(900_00, 1), arrears: at(20, 1) },
      c: { balance: at(0, 1) },
      d: { balance: at(-1, 1) },
    };
    expect(order(rows)).toEqual(['d', 'b', 'a', 'c']);
  });

  it('then with the oldest payment, and with the number where nothing else tells', () => {
    const payments = [payment('c', { paidAt: 3 }), payment('b', { paidAt: 2 }), payment('a', { paidAt: 3 })];
    expect(order({ a: {}, b: {}, c: {} }, payments)).toEqual(['b', 'a', 'c']);
  });

  it('is the same for the same payments in whatever order they come', () => {
    const consumer = fc.record({
      balance: fc.option(fc.integer({ min: -3, max: 3 }), { nil: null }),
      arrears: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
      paidAt: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(consumer, { maxLength: 12 }), fc.integer({ min: 0, max: 11 }), (all, turn) => {
        const list = new Map(
          all.map(({ balance, arrears }, index): [string, KnownConsumer] => [
            `c${index}`,
            known({
              balance: balance === null ? null : at(balance, 5),
              arrears: arrears === null ? null : at(arrears, 5),
            }),
          ]),
        );
        const payments = all.map(({ paidAt }, index) => payment(`c${index}`, { paidAt }));
        const turned = [...payments.slice(turn), ...payments.slice(0, turn)];
        const rows = connectionRows(payments, list);
        expect(connectionRows(turned, list)).toEqual(rows);
        // Nobody below zero stands under somebody who is not.
        const below = rows.map(({ balance }) => (balance?.amountPaise ?? 0) < 0);
        expect(below.lastIndexOf(true)).toBeLessThan(
          below.includes(false) ? below.indexOf(false) : below.length,
        );
      }),
    );
  });
});

describe('a row', () => {
  it('adds up the payments of one consumer in the order of paying', () => {
    const payments = [
      payment('a', { receiptNumber: 'late', paidAt: 9, amountPaise: 300_00 }),
      payment('b'),
      payment('a', { receiptNumber: 'early', paidAt: 4, amountPaise: 200_00 }),
    ];
    expect(connectionRows(payments, new Map()).find(({ consumer }) => consumer === 'a')).toMatchObject({
      receipts: ['early', 'late'],
      paidPaise: 500_00,
      firstPaidAt: 4,
      lastPaidAt: 9,
    });
  });

  it('says nothing of a consumer whom nobody knows but what stands on the receipt', () => {
    const [row] = connectionRows([payment('a', { consumerName: null, meter: null })], new Map());
    expect(row).toMatchObject({
      name: null,
      meter: null,
      address: null,
      mobile: null,
      balance: null,
      status: null,
    });
    const [named] = connectionRows([payment('a')], new Map());
    expect(named).toMatchObject({ name: 'Name a', meter: 'Ma', address: null });
  });
});

describe('whose credit is open', () => {
  const refused = rechargeLink();
  const cases = [
    ['unsent', chain(rechargeLink({ answer: null })), '101'],
    ['pending', chain(rechargeLink({ answer: said({ credit: 'pending' }) })), '101'],
    [
      'suspense',
      chain(rechargeLink({ answer: said({ credit: 'pending', code: 'unknown-consumer' }) })),
      '101',
    ],
    ['refused', chain(refused), '101'],
    ['differs', chain(rechargeLink({ answer: said({ credit: 'applied', consumer: '999' }) })), '101'],
    ['unsent', chain(refused, settlementLink(1)), '102'],
    ['refused', chain(refused, settlementLink(1, { answer: said() })), '102'],
  ] as const;

  it.each(cases)('%s is on the list, for whom the credit is', (state, found, consumer) => {
    expect(paidRow(found).state).toBe(state);
    expect(unconfirmedPayment(found)).toMatchObject({ consumer, amountPaise: 500_00 });
  });

  it('keeps the name of the receipt from another consumer', () => {
    expect(unconfirmedPayment(chain(refused, settlementLink(1)))).toMatchObject({ consumerName: null });
    expect(unconfirmedPayment(chain(refused))).toMatchObject({ consumerName: 'Ram Prasad' });
  });

  it.each([
    ['credited', chain(rechargeLink({ answer: said({ credit: 'applied', reference: 'HE-1' }) })), 'HE-1'],
    [
      'settled',
      chain(refused, settlementLink(1, { answer: said({ credit: 'applied', reference: 'HE-2' }) })),
      'HE-2',
    ],
    ['refunded', chain(refused, cashLink()), null],
    ['cancelled', chain(rechargeLink({ answer: null }), cashLink({ as: 'cancellation' })), null],
  ] as const)('%s is not', (state, found, reference) => {
    expect(paidRow(found)).toMatchObject({ state, reference });
    expect(unconfirmedPayment(found)).toBeNull();
  });

  it('is said of every state there is', () => {
    expect(receiptStates.filter((state) => isUnconfirmed(state)).toSorted()).toEqual([
      'differs',
      'pending',
      'refused',
      'suspense',
      'unsent',
    ]);
  });
});

describe('the sums by state', () => {
  it('hold every receipt once and leave out what does not occur', () => {
    const rows = [
      { state: 'refused', amountPaise: 5 },
      { state: 'credited', amountPaise: 7 },
      { state: 'refused', amountPaise: 6 },
    ] as const;
    expect(sumStates(rows)).toEqual([
      { state: 'credited', receipts: 1, amountPaise: 7 },
      { state: 'refused', receipts: 2, amountPaise: 11 },
    ]);
    expect(sumStates([])).toEqual([]);
  });
});
