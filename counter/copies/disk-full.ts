import type { EntryKind } from '../journal/entry.ts';
import { assertNever } from '../result.ts';

/**
 * Whether an entry of this kind is still taken when the disk is full and only the reserve is left: the
 * office must be able to count, close and bring the money away. Nothing that takes money in is.
 */
export function isTakenWhenFull(kind: EntryKind): boolean {
  switch (kind) {
    case 'count':
    case 'safe drop':
    case 'handover':
    case 'shift closed':
    case 'day closed':
    case 'pack sealed':
    case 'deposit':
    case 'clock moved':
    case 'key lost':
      return true;
    case 'counter enrolled':
    case 'person set':
    case 'settings changed':
    case 'override':
    case 'recovery':
    case 'day opened':
    case 'outage opened':
    case 'outage closed':
    case 'shift opened':
    case 'cash in':
    case 'cash out':
    case 'recharge':
    case 'cancellation':
    case 'reprint':
    case 'refund':
    case 'refusal settled':
    case 'recovered receipt':
      return false;
    default:
      return assertNever(kind);
  }
}
