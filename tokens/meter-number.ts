import { assert } from '../counter/result.ts';

/** The check digit by Luhn's rule over a string of decimal digits. */
export function luhnDigit(digits: string): number {
  assert(/^\d+$/u.test(digits), 'a check digit needs decimal digits');
  let sum = 0;
  for (const [place, digit] of Array.from(digits).toReversed().entries()) {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return (10 - (sum % 10)) % 10;
}

/** Is this the number on a keypad meter's plate: 11 or 13 digits, the last of them right? */
export function isMeterPlateNumber(plate: string): boolean {
  return /^(\d{11}|\d{13})$/u.test(plate) && luhnDigit(plate.slice(0, -1)) === Number(plate.at(-1));
}

/** The 18-digit primary account number around a plate number. Throws on a wrong check digit. */
export function primaryAccountNumber(plate: string): string {
  assert(isMeterPlateNumber(plate), 'the plate number has a wrong check digit');
  const payload = `${plate.length === 11 ? '600727' : '0000'}${plate}`;
  return `${payload}${luhnDigit(payload)}`;
}
