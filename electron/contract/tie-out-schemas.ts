import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { rowReasons, rowStates } from '../../counter/tie-out/row.ts';
import * as view from './view-schemas.ts';

const count = z.number().int().min(0);

/** Both dates inclusive, at most as many as a statement of the head end tells. */
export const tieOutScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('outage'), outage: view.uid }),
  z.strictObject({ kind: z.literal('dates'), from: view.date, to: view.date }),
]);

/** counter = takings − cancelled − refunded; difference = counter − head end. */
export const threeColumns = {
  recharges: count,
  counterPaise: view.paiseAmount,
  headEndPaise: view.paiseAmount,
  differencePaise: view.paiseAmount,
  unexplainedRows: count,
  unexplainedPaise: view.paiseAmount,
};

const figures = z.strictObject({
  recharges: count,
  rechargesPaise: view.paiseAmount,
  credits: count,
  creditedPaise: view.paiseAmount,
});

export const tieOutDay = z.strictObject({ businessDate: view.date, ...threeColumns });

/** A receipt, or money that belongs to none, that is not where it should be. */
export const unexplainedRow = z.strictObject({
  seq: z.number().int().min(1),
  uid: z.string().nullable(),
  receiptNumber: z.string().nullable(),
  consumer: z.string().nullable(),
  businessDate: z.string().nullable(),
  takenAt: view.time.nullable(),
  amountPaise: view.paiseAmount,
  state: z.enum(rowStates),
  reason: z.enum(rowReasons),
  /** The head end's own word for it. */
  code: z.string().nullable(),
});

export const tieOutStates = z.array(
  z.strictObject({ state: z.enum(rowStates), rows: count, paise: view.paiseAmount }),
);

/** The head end's own signed word: just fetched, or the last good one. */
export const tieOutStatement = z.strictObject({
  is: z.enum(['fresh', 'kept']),
  at: view.time,
  throughSeq: count,
  from: view.date,
  to: view.date,
  missingDates: count,
  differing: z
    .array(z.strictObject({ businessDate: view.date, counter: figures, headEnd: figures }))
    .max(limits.statementDaysMax),
});

export const tieOutReport = z.strictObject({
  outage: z.string().nullable(),
  from: view.date.nullable(),
  to: view.date.nullable(),
  at: view.time,
  throughSeq: count,
  ties: z.boolean(),
  ...threeColumns,
  takingsPaise: view.paiseAmount,
  cancelledPaise: view.paiseAmount,
  refundedPaise: view.paiseAmount,
  states: tieOutStates,
  /** The latest dates where there are more. */
  days: z.array(tieOutDay).max(limits.statementDaysMax),
  /** The head end's signed statement: just fetched, or the last good one. Null where none was ever got. */
  statement: tieOutStatement.nullable(),
  /** The unexplained ones after the seq that was asked for, in the order of the journal. */
  rows: z.array(unexplainedRow).max(limits.tieOutRowsShown),
  more: z.boolean(),
});

export type TieOutReportView = z.infer<typeof tieOutReport>;
export type TieOutScopeInput = z.infer<typeof tieOutScope>;
export type UnexplainedRowView = z.infer<typeof unexplainedRow>;
