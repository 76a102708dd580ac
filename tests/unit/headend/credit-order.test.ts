import { describe, expect, it } from 'vitest';
import { byUrgency, type WaitingCredit } from '../../../headend/reference/credit-order.ts';

function waiting(seq: number, arrivedAt: number, balancePaise: number | null): WaitingCredit {
  return { counter: 'C02', epoch: 1, seq, consumer: `10000000${seq}`, arrivedAt, balancePaise };
}

describe('the order of crediting', () => {
  it('puts negative balances first, the lowest before all, then whoever waits longest', () => {
    const all = [
      waiting(1, 10, 500_00),
      waiting(2, 20, null),
      waiting(3, 30, -1),
      waiting(4, 40, -900_00),
      waiting(5, 5, 0),
    ];
    expect(all.toSorted(byUrgency).map(({ seq }) => seq)).toEqual([4, 3, 5, 1, 2]);
  });

  it('is the same whatever order it began with: place decides among equals', () => {
    const equal = [
      waiting(2, 10, -5),
      waiting(1, 10, -5),
      { ...waiting(1, 10, -5), epoch: 2 },
      { ...waiting(9, 10, -5), counter: 'C01' },
    ];
    const sorted = equal.toSorted(byUrgency);
    expect(equal.toReversed().toSorted(byUrgency)).toEqual(sorted);
    expect(sorted.map(({ counter, epoch, seq }) => `${counter} ${epoch} ${seq}`)).toEqual([
      'C01 1 9',
      'C02 1 1',
      'C02 1 2',
      'C02 2 1',
    ]);
    expect(byUrgency(waiting(1, 10, -5), waiting(1, 10, -5))).toBe(0);
  });
});
