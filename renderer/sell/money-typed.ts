import { groupIndian, latinDigits, parseRupees, type AmountFault, type Paise } from '../../counter/money.ts';
import type { ErrorCode } from '../../counter/error-codes.ts';
import type { Result } from '../../counter/result.ts';

/** More digits than any amount can have stay as typed, so that the fault is seen and not rounded away. */
const groupedDigitsMax = 13;

/**
 * What the field shows for what was typed: digits grouped the Indian way while typing. Anything that is
 * not a plain whole number stays as it is, so that the person sees the slip and the message about it.
 */
export function groupWhileTyping(typed: string): string {
  const plain = latinDigits(typed).replace(/[\s,₹]/gu, '');
  if (!/^\d+$/u.test(plain)) return typed.trimStart();
  const significant = plain.replace(/^0+(?=\d)/u, '');
  return significant.length > groupedDigitsMax ? significant : groupIndian(Number(significant));
}

/** Where the caret belongs in `shown` so that as many digits stand to its right as before. */
export function caretAfterGrouping(shown: string, digitsToTheRight: number): number {
  let position = shown.length;
  let left = digitsToTheRight;
  while (left > 0 && position > 0) {
    position -= 1;
    if (/\d/u.test(shown.charAt(position))) left -= 1;
  }
  return position;
}

export const amountFaultCodes = {
  empty: 'AMOUNT_ZERO',
  'not-a-number': 'AMOUNT_NOT_A_NUMBER',
  'paise-not-taken': 'AMOUNT_HAS_PAISE',
  zero: 'AMOUNT_ZERO',
  negative: 'AMOUNT_NEGATIVE',
  'too-large': 'AMOUNT_TOO_LARGE',
} as const satisfies Record<AmountFault, ErrorCode>;

/** The cash given; an empty field means the exact amount. */
export function parseTendered(typed: string, amount: Paise): Result<Paise, ErrorCode> {
  if (typed.trim() === '') return { ok: true, value: amount };
  const given = parseRupees(typed);
  if (!given.ok) return { ok: false, error: amountFaultCodes[given.error] };
  return given.value < amount ? { ok: false, error: 'TENDERED_TOO_LITTLE' } : given;
}
