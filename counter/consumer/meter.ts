/** Meters: `managed` ones keep their balance in the head end, `sts` ones take a 20-digit token by keypad. */
export const meterKinds = ['managed', 'sts'] as const;
export type MeterKind = (typeof meterKinds)[number];

/** A maker's or company's letters, then digits: `BR12345678`. Four digits at least, for the read-back. */
const managedPattern = /^[A-Z]{0,4}\d{6,13}$/u;

/** The decoder reference number on the plate: 11 or 13 digits, the last of them a check digit. */
const stsPattern = /^(?:\d{11}|\d{13})$/u;

export function isMeterNumber(meter: string, kind: MeterKind): boolean {
  return kind === 'sts' ? stsPattern.test(meter) && luhnHolds(meter) : managedPattern.test(meter);
}

/** What the cashier reads back and the consumer compares with the plate. */
export function meterLastFour(meter: string): string {
  return meter.slice(-4);
}

/** The Luhn digit (ISO/IEC 7812-1, annex B) that makes `digits` followed by it pass the check. */
export function luhnDigit(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return (10 - (sum % 10)) % 10;
}

function luhnHolds(digits: string): boolean {
  return luhnDigit(digits.slice(0, -1)) === Number(digits.slice(-1));
}
