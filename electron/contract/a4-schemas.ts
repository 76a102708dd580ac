import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { receiptStates } from '../../counter/lists/receipt-state.ts';
import { consumerStatuses } from '../../counter/consumer/consumer.ts';
import { outageReport, reportDay } from './outage-schemas.ts';
import { tieOutPaper } from './tie-out-paper-schemas.ts';
import * as view from './view-schemas.ts';

/**
 * What an A4 paper says, as data: the counter service fills it in, main draws it in a window that nobody
 * sees. A new paper is a shape here, a line in `a4Document`, a page in `renderer/a4/` and a line in
 * `renderer/a4/A4Page.tsx`; whoever forgets one of them does not compile.
 */

/** Stands on every sheet of every paper. */
const everySheet = {
  heading: z.strictObject({
    companyHi: z.string(),
    companyEn: z.string(),
    divisionHi: z.string(),
    divisionEn: z.string(),
    office: z.string(),
    counter: z.string(),
    practice: z.boolean(),
  }),
  /** Name of the outage that the paper is about; null for none. */
  outage: z.string().max(limits.nameCharsMax).nullable(),
  madeAt: view.time,
  /** Where the journal stood when the paper was made. */
  head: z.strictObject({ epoch: z.number().int(), seq: z.number().int(), hash: z.string().length(64) }),
  /** Of the file that goes with the paper, by the counter's key; null where there is none. */
  signature: z.string().max(128).nullable(),
};

/** Which part of a long list a paper is, and the number of its first row. */
const part = z.strictObject({
  number: z.number().int().min(1).max(limits.a4PartsMax),
  of: z.number().int().min(1).max(limits.a4PartsMax),
  firstRow: z.number().int().min(1),
});

export const connectionRow = z.strictObject({
  consumer: z.string(),
  name: z.string().nullable(),
  address: z.string().nullable(),
  meter: z.string().nullable(),
  mobile: z.string().nullable(),
  status: z.enum(consumerStatuses).nullable(),
  balance: view.snapshotAmount,
  arrears: view.snapshotAmount,
  receipts: z.array(z.string()),
  paidPaise: view.paiseAmount,
  firstPaidAt: view.time,
  lastPaidAt: view.time,
});

export const paidRow = z.strictObject({
  receiptNumber: z.string(),
  takenAt: view.time,
  businessDate: view.date,
  consumer: z.string(),
  name: z.string().nullable(),
  meter: z.string().nullable(),
  amountPaise: view.paiseAmount,
  cashier: z.string(),
  state: z.enum(receiptStates),
  reference: z.string().nullable(),
});

/** Number and sum of the receipts in one state. */
export const stateSum = z.strictObject({
  state: z.enum(receiptStates),
  receipts: z.number().int(),
  amountPaise: view.paiseAmount,
});

const doNotDisconnect = z.strictObject({
  kind: z.literal('do-not-disconnect'),
  ...everySheet,
  part,
  /** When the head end made the consumer list that balances and addresses come from. */
  directoryAt: view.time.nullable(),
  consumers: z.number().int(),
  receipts: z.number().int(),
  paidPaise: view.paiseAmount,
  rows: z.array(connectionRow).max(limits.a4RowsMax),
});

const paidInOutage = z.strictObject({
  kind: z.literal('paid-in-outage'),
  ...everySheet,
  part,
  /** First and last business date of the receipts; null where there is none. */
  from: view.date.nullable(),
  to: view.date.nullable(),
  receipts: z.number().int(),
  paidPaise: view.paiseAmount,
  states: z.array(stateSum),
  rows: z.array(paidRow).max(limits.a4RowsMax),
});

const letterText = z.strictObject({
  hi: z.string().max(limits.letterParagraphCharsMax),
  en: z.string().max(limits.letterParagraphCharsMax),
});

/** To one consumer, about one payment that was not credited. */
const consumerLetter = z.strictObject({
  kind: z.literal('consumer-letter'),
  ...everySheet,
  to: z.strictObject({
    name: z.string().nullable(),
    address: z.string().nullable(),
    consumer: z.string(),
    meter: z.string().nullable(),
  }),
  receiptNumber: z.string(),
  amountPaise: view.paiseAmount,
  paidAt: view.time,
  standing: z.enum(receiptStates),
  /** What happened, what was done, what comes next. */
  paragraphs: z.array(letterText).min(1).max(6),
  helpline: z.string(),
  /** Who gives the letter out. */
  signedBy: view.bilingual,
});

const reportOfOutage = outageReport.omit({ name: true, at: true, days: true }).extend({
  kind: z.literal('outage-report'),
  ...everySheet,
  days: z.array(reportDay).max(limits.a4RowsMax),
});

const tieOut = z.strictObject({ kind: z.literal('tie-out'), ...everySheet, ...tieOutPaper });

export const a4Document = z.discriminatedUnion('kind', [
  doNotDisconnect,
  paidInOutage,
  consumerLetter,
  reportOfOutage,
  tieOut,
]);

export type A4Document = z.infer<typeof a4Document>;
export type ListPart = z.infer<typeof part>;
export type A4Kind = A4Document['kind'];
/** The data of one kind of paper. */
export type A4Of<Kind extends A4Kind> = Extract<A4Document, { readonly kind: Kind }>;

/** Why there is no PDF: no window to draw in, too long a paper, a page that failed or took too long. */
export const a4Faults = ['no-window', 'too-large', 'failed', 'too-slow'] as const;
export type A4Fault = (typeof a4Faults)[number];
