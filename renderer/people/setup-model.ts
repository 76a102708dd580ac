import { limits } from '../../counter/limits.ts';

export interface FirstPerson {
  readonly nameHi: string;
  readonly nameEn: string;
  readonly pin: string;
  readonly pinAgain: string;
}

export const emptyPerson: FirstPerson = { nameHi: '', nameEn: '', pin: '', pinAgain: '' };

export type FirstPersonFault = 'name-missing' | 'pin-short' | 'pins-differ';

/** The first thing that is wrong with the form, or null. The service has the last word on weak PINs. */
export function firstPersonFault(form: FirstPerson): FirstPersonFault | null {
  if (form.nameHi.trim() === '' || form.nameEn.trim() === '') return 'name-missing';
  if (!/^\d+$/u.test(form.pin)) return 'pin-short';
  if (form.pin.length < limits.pinDigitsMin || form.pin.length > limits.pinDigitsMax) return 'pin-short';
  return form.pin === form.pinAgain ? null : 'pins-differ';
}

/** `Rekha Kumari` becomes `rekha-kumari`: the short id that stands in the journal. */
export function personIdOf(nameEn: string): string {
  const id = nameEn
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
    .slice(0, 32)
    .replace(/-+$/u, '');
  return id === '' ? 'person' : id;
}

/** The id of the name, with a number behind it where a namesake has it already. */
export function freePersonId(nameEn: string, taken: readonly string[]): string {
  const plain = personIdOf(nameEn);
  for (let number = 1; ; number += 1) {
    const tail = number === 1 ? '' : `-${number}`;
    const id = `${plain.slice(0, 32 - tail.length)}${tail}`;
    if (!taken.includes(id)) return id;
  }
}
