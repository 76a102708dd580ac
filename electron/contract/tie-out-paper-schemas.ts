import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { rowEnds } from '../../counter/tie-out/ended-row.ts';
import { threeColumns, tieOutStatement, tieOutStates, unexplainedRow } from './tie-out-schemas.ts';
import * as view from './view-schemas.ts';

const count = z.number().int().min(0);
const takings = {
  takingsPaise: view.paiseAmount,
  cancelledPaise: view.paiseAmount,
  refundedPaise: view.paiseAmount,
};

/** A tie-out for the files of the office: what an auditor asks first, on one paper. */
export const tieOutPaper = {
  from: view.date.nullable(),
  to: view.date.nullable(),
  throughSeq: count,
  ties: z.boolean(),
  ...threeColumns,
  ...takings,
  states: tieOutStates,
  /** How the receipts that were not plainly credited found their end. */
  ends: z.array(z.strictObject({ end: z.enum(rowEnds), rows: count, paise: view.paiseAmount })),
  days: z
    .array(z.strictObject({ businessDate: view.date, ...threeColumns, ...takings }))
    .max(limits.a4RowsMax),
  statement: tieOutStatement.nullable(),
  /** The first of the unexplained ones; all of them stand in the file beside the paper. */
  rows: z.array(unexplainedRow).max(limits.a4RowsMax),
};
