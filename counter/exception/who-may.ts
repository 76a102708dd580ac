import type { Role } from '../journal/every-entry.ts';

/** Everybody at a counter can tell a consumer how things stand; only a supervisor settles them. */
export const mayLookAtExceptions = [
  'cashier',
  'head-cashier',
  'officer',
  'administrator',
] as const satisfies readonly Role[];

export const maySettleExceptions = [
  'head-cashier',
  'officer',
  'administrator',
] as const satisfies readonly Role[];

/** Above the amount cash goes back only by two people. */
export function refundNeedsSecondPerson(amountPaise: number, approverAbovePaise: number): boolean {
  return amountPaise > approverAbovePaise;
}
