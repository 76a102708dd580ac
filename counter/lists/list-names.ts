import { assertNever } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** Which list of this counter. `outage` is its name. */
export type ListScope =
  | { readonly list: 'do-not-disconnect' }
  | { readonly list: 'paid-in-outage'; readonly outage: string }
  | { readonly list: 'paid-in-day'; readonly businessDate: IsoDate };

export type ListName = ListScope['list'];

/**
 * Name of a list's files without their ending: `DND_PTC-C02_2026-11-02`. `madeOn` is the date of making. The
 * second of a date gets `_2`: a list that was given out is never written over.
 */
export function listFileName(
  scope: ListScope,
  place: { readonly office: string; readonly counter: string; readonly madeOn: IsoDate },
  number: number,
): string {
  const { office, counter, madeOn } = place;
  const last = number === 1 ? '' : `_${number}`;
  return `${prefixOf(scope)}_${office}-${counter}_${madeOn}${last}`;
}

/** Of one A4 paper of a list: `DND_PTC-C02_2026-11-02_part-2-of-3.pdf`. */
export function paperFileName(list: string, number: number, of: number): string {
  return of === 1 ? `${list}.pdf` : `${list}_part-${number}-of-${of}.pdf`;
}

function prefixOf(scope: ListScope): string {
  switch (scope.list) {
    case 'do-not-disconnect':
      return 'DND';
    case 'paid-in-outage':
      return `PAID_${scope.outage.replaceAll(/[^A-Za-z0-9-]+/gu, '-')}`;
    case 'paid-in-day':
      return `PAID_${scope.businessDate}`;
    default:
      return assertNever(scope);
  }
}
