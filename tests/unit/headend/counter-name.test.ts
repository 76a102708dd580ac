import { describe, expect, it } from 'vitest';
import { counterOnReceipts } from '../../../counter/journal/receipt-count.ts';
import { enrolmentSchema } from '../../../headend/schemas.ts';

const isTaken = (counter: string) => enrolmentSchema.shape.counter.safeParse(counter).success;

describe('the name of a counter', () => {
  it('is never one that receipts of another counter use for a later epoch', () => {
    for (const counter of ['C02', 'C-2', 'PC7']) {
      expect(isTaken(counter)).toBe(true);
      for (let epoch = 2; epoch <= 26; epoch += 1) {
        expect(isTaken(counterOnReceipts(counter, epoch))).toBe(false);
      }
    }
  });
});
