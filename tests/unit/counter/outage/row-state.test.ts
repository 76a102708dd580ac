import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../counter/journal/answer.ts';
import { isExplained, rowStateOf, type RowFacts } from '../../../../counter/outage/row-state.ts';

const answer: Answer = {
  v: 1,
  counter: 'C02',
  epoch: 1,
  seq: 9,
  uid: '0199f000-0000-7000-8000-000000000009',
  record: 'recorded',
  credit: 'applied',
  turn: 1,
  code: null,
  text: null,
  reference: 'HE-1',
  tokens: [],
  decidedAt: 5,
};

const sent: RowFacts = {
  consumer: '210',
  amountPaise: 500_00,
  acknowledged: true,
  answer: null,
  cancelled: false,
  refunded: false,
  settlement: null,
};

describe('where the money of a recharge is', () => {
  it.each([
    ['credited', { answer: { ...answer, amountPaise: 500_00, consumer: '210' } }],
    ['credited', { answer }],
    ['differs', { answer: { ...answer, amountPaise: 499_99, consumer: '210' } }],
    ['differs', { answer: { ...answer, amountPaise: 500_00, consumer: '211' } }],
    ['unsent', { acknowledged: false }],
    ['pending', {}],
    ['pending', { answer: { ...answer, credit: 'pending', code: 'meter-away' } }],
    ['suspense', { answer: { ...answer, credit: 'pending', record: 'parked', code: 'unknown-consumer' } }],
    ['refused', { answer: { ...answer, credit: 'rejected', code: 'account-closed' } }],
    ['refused', { answer: { ...answer, credit: 'rejected' }, settlement: 'under-way' }],
    ['refused', { answer: { ...answer, credit: 'rejected' }, settlement: 'rejected' }],
    ['settled', { answer: { ...answer, credit: 'rejected' }, settlement: 'applied' }],
    ['refunded', { answer: { ...answer, credit: 'rejected' }, refunded: true }],
    ['cancelled', { acknowledged: false, cancelled: true }],
  ] as const)('is %s for %o', (state, facts) => {
    expect(rowStateOf({ ...sent, ...facts })).toBe(state);
    expect(isExplained(state)).toBe(['credited', 'cancelled', 'refunded', 'settled'].includes(state));
  });
});
