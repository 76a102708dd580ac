import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { receiptStates } from '../../counter/lists/receipt-state.ts';
import { a4Faults, connectionRow, paidRow, stateSum } from './a4-schemas.ts';
import * as view from './view-schemas.ts';

/** Shapes of the channels `lists.…`. */

/** Which list: `paid-in-outage` is of the open outage, else of the last; `paid-in-day` of the newest date for null. */
export const listWanted = z.discriminatedUnion('list', [
  z.strictObject({ list: z.literal('do-not-disconnect') }),
  z.strictObject({ list: z.literal('paid-in-outage') }),
  z.strictObject({ list: z.literal('paid-in-day'), businessDate: view.date.nullable() }),
]);

const everyPreview = {
  /** Name of the outage that it is about or that is open. */
  outage: z.string().nullable(),
  receipts: z.number().int(),
  paidPaise: view.paiseAmount,
  at: view.time,
};

/** The first rows as the screen shows them, and the sums of all. */
export const listPreview = z.discriminatedUnion('list', [
  z.strictObject({
    list: z.literal('do-not-disconnect'),
    ...everyPreview,
    consumers: z.number().int(),
    /** When the head end made the consumer list that balances and addresses come from. */
    directoryAt: view.time.nullable(),
    rows: z.array(connectionRow).max(limits.listPreviewRowsMax),
  }),
  z.strictObject({
    list: z.literal('paid'),
    ...everyPreview,
    /** Of a list of one day; null for that of an outage. */
    businessDate: view.date.nullable(),
    states: z.array(stateSum).max(receiptStates.length),
    rows: z.array(paidRow).max(limits.listPreviewRowsMax),
  }),
]);

/** The files of one list in `folder`. */
export const madeList = z.strictObject({
  folder: z.string(),
  csv: z.string(),
  seal: z.string(),
  pdf: z.string().nullable(),
  /** Why there is no PDF; null where there is one. */
  noPdf: z.enum(a4Faults).nullable(),
  rows: z.number().int(),
  sumPaise: view.paiseAmount,
});

/** As `madeList`, of a list that may have more than one paper: `pdf` is the first. */
export const madeListInParts = z.strictObject({
  ...madeList.shape,
  morePdfs: z.array(z.string()).max(limits.a4PartsMax - 1),
});

export type ListWanted = z.infer<typeof listWanted>;
export type ListPreview = z.infer<typeof listPreview>;
export type MadeList = z.infer<typeof madeList>;
export type MadeListInParts = z.infer<typeof madeListInParts>;
