import { receiptNumber } from '../ids.ts';
import { limits } from '../limits.ts';
import { assert } from '../result.ts';
import { financialYear, type IsoDate } from '../time.ts';

export interface ReceiptPlace {
  readonly office: string;
  readonly counter: string;
  readonly epoch: number;
}

const countDigits = 6;

/**
 * `C02` in the first epoch, `C02b` in the second: each epoch counts from 000001 again, and a number
 * that only the lost PC knew never comes back.
 */
export function counterOnReceipts(counter: string, epoch: number): string {
  assert(
    Number.isSafeInteger(epoch) && epoch >= 1 && epoch <= limits.epochsMax,
    `epoch of a counter: ${epoch}`,
  );
  return epoch === 1 ? counter : `${counter}${String.fromCodePoint(0x60 + epoch)}`;
}

/** What all receipt numbers of one epoch and financial year begin with: `PTC-C02-2627-`. */
export function receiptPrefix(place: ReceiptPlace, businessDate: IsoDate): string {
  return numberOfReceipt(place, businessDate, 0).slice(0, -countDigits);
}

/** The number of the `count`-th receipt of the business date's financial year. */
export function numberOfReceipt(place: ReceiptPlace, businessDate: IsoDate, count: number): string {
  const counter = counterOnReceipts(place.counter, place.epoch);
  return receiptNumber(place.office, counter, financialYear(businessDate), count);
}
