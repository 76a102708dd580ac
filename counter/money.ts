import { limits } from './limits.ts';
import { assert, err, ok, type Result } from './result.ts';

declare const paiseBrand: unique symbol;

/** Money is an integer number of paise. No float of rupees exists anywhere in the program. */
export type Paise = number & { readonly [paiseBrand]: true };

export type AmountFault = 'empty' | 'not-a-number' | 'paise-not-taken' | 'zero' | 'negative' | 'too-large';

/** Marks a whole number of paise as money. Throws on anything that is not exact: that is a bug, not an input. */
export function paise(value: number): Paise {
  assertPaise(value);
  return value;
}

function assertPaise(value: number): asserts value is Paise {
  assert(Number.isSafeInteger(value), `money must be a whole number of paise, got ${value}`);
  assert(Math.abs(value) <= limits.amountPaiseMax, `money out of bounds: ${value}`);
}

export function sumPaise(amounts: Iterable<number>): Paise {
  let total = 0;
  for (const amount of amounts) total += paise(amount);
  return paise(total);
}

/**
 * Reads what a cashier typed as whole rupees: digits, optionally grouped by commas or spaces and
 * led by a rupee sign. Digits may be Latin or Devanagari.
 */
export function parseRupees(typed: string): Result<Paise, AmountFault> {
  const text = latinDigits(typed).replace(/[\s,₹\u00a0]/gu, '');
  if (text === '') return err('empty');
  if (/^-\d+(\.\d*)?$/u.test(text)) return err('negative');
  if (/^\d+\.0{0,2}$/u.test(text)) return parseRupees(text.slice(0, text.indexOf('.')));
  if (/^\d*\.\d+$/u.test(text)) return err('paise-not-taken');
  if (!/^\d+$/u.test(text)) return err('not-a-number');
  const significant = text.replace(/^0+/u, '');
  if (significant === '') return err('zero');
  if (significant.length > 13) return err('too-large');
  const value = Number(significant) * 100;
  return value > limits.amountPaiseMax ? err('too-large') : ok(paise(value));
}

/** `₹1,23,456.00` as on paper, `₹1,23,456` with `paise: 'hide-zero'` as on screen. */
export function formatRupees(amount: number, show: 'always' | 'hide-zero' = 'always'): string {
  const exact = paise(amount);
  const sign = exact < 0 ? '−' : '';
  const whole = Math.trunc(Math.abs(exact) / 100);
  const rest = Math.abs(exact) % 100;
  const fraction = show === 'hide-zero' && rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`;
  return `${sign}₹${groupIndian(whole)}${fraction}`;
}

/** Groups a whole number the Indian way: `18,00,000`. */
export function groupIndian(value: number): string {
  assert(Number.isSafeInteger(value), `only whole numbers are grouped, got ${value}`);
  const digits = String(Math.abs(value));
  const head = digits.slice(0, -3).replace(/\B(?=(\d{2})+$)/gu, ',');
  const tail = digits.slice(-3);
  return `${value < 0 ? '−' : ''}${head === '' ? tail : `${head},${tail}`}`;
}

/** Devanagari digits become Latin ones; everything else stays. */
export function latinDigits(text: string): string {
  return text.replace(/[०-९]/gu, (digit) => String((digit.codePointAt(0) ?? 0) - 0x0966));
}

/** The notes and coins in use, largest first, in paise. */
export const denominationsPaise = [500_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00] as const;

/** How many of each note and coin: `{ "50000": 4 }` is four five-hundreds. */
export type DenominationCount = Readonly<Record<string, number>>;

export function sumDenominations(count: DenominationCount): Paise {
  return sumPaise(Object.entries(count).map(([value, pieces]) => paise(Number(value) * pieces)));
}
