import type { RowSearch } from '../../db/sent-rows.ts';

/** Consumers whom the directory finds for these words. */
export type FindConsumers = (text: string) => readonly string[];

/**
 * What the search box means: a whole receipt number, a consumer number, a short number (rupees, or the end of
 * a receipt number), else part of a name. Null for nothing typed.
 */
export function rowSearchOf(typed: string, find: FindConsumers): RowSearch | null {
  const text = typed.trim().toUpperCase();
  if (text === '') return null;
  if (/^[A-Z0-9]+(-[A-Z0-9]+)+$/u.test(text)) return { by: 'receipt', receiptNumber: lowerEpoch(text) };
  const digits = text.replaceAll(/[\s,₹]/gu, '');
  if (/^\d{1,6}$/u.test(digits)) {
    return { by: 'digits', amountPaise: Number(digits) * 100, tail: digits.padStart(6, '0') };
  }
  if (/^\d{9,11}$/u.test(digits)) return { by: 'consumers', consumers: [digits] };
  return { by: 'consumers', consumers: find(typed.trim()) };
}

/** `PTC-C02B-…` was written `PTC-C02b-…`: the letter of an epoch is small. */
function lowerEpoch(receiptNumber: string): string {
  return receiptNumber.replace(
    /(\d)([B-Z])-/u,
    (_, digit: string, letter: string) => `${digit}${letter.toLowerCase()}-`,
  );
}
