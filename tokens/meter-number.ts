import { luhnDigit } from '../counter/consumer/meter.ts';
import { assert } from '../counter/result.ts';

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
