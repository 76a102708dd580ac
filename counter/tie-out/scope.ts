import type { IsoDate } from '../time.ts';

/** Which receipts are tied out. Dates are business dates, both inclusive. */
export type TieOutScope =
  | { readonly kind: 'outage'; readonly outage: string }
  | { readonly kind: 'dates'; readonly from: IsoDate; readonly to: IsoDate }
  | { readonly kind: 'everything' };
