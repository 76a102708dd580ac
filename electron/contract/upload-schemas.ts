import { z } from 'zod';
import { roles } from '../../counter/journal/every-entry.ts';
import { limits } from '../../counter/limits.ts';
import { sendingStates } from '../../counter/outage/sending-state.ts';
import { date, paiseAmount, personId, printState, time, uid } from './view-schemas.ts';

/** Shapes of the page behind the status: what was taken, where it stands, and what became of it when. */

/** A sentence of the head end, as it signed it. */
const said = z.strictObject({
  hi: z.string().max(limits.protocolTextCharsMax),
  en: z.string().max(limits.protocolTextCharsMax),
});

const sendingState = z.enum(sendingStates);

const sentRow = z.strictObject({
  uid,
  seq: z.number().int().min(1),
  kind: z.enum(['recharge', 'refund', 'settlement']),
  receiptNumber: z.string(),
  at: time,
  businessDate: date.nullable(),
  consumer: z.string().nullable(),
  name: z.string().nullable(),
  amountPaise: paiseAmount.nullable(),
  cashier: personId,
  state: sendingState,
  /** When the batch that holds it was last tried; null where it never left. */
  triedAt: time.nullable(),
});

const rowsAsked = z.strictObject({
  state: sendingState.nullable(),
  /** uid of an outage. */
  outage: uid.nullable(),
  businessDate: date.nullable(),
  /** Receipt number or its end, consumer number, part of a name, amount in rupees. */
  search: z.string().max(limits.searchTextCharsMax),
  /** Rows before this entry; null for the newest. */
  before: z.number().int().min(1).nullable(),
});

const rowsPage = z.strictObject({
  rows: z.array(sentRow).max(limits.rowsPageMax),
  /** Where the next page begins, as `before`; null at the end. There may be more though `rows` is short. */
  next: z.number().int().min(1).nullable(),
  /** Time of the oldest entry looked at, where the end was not reached. */
  lookedBackTo: time.nullable(),
  outages: z
    .array(z.strictObject({ uid, name: z.string(), since: time, closedAt: time.nullable() }))
    .max(limits.rowsChoicesMax),
  dates: z.array(date).max(limits.rowsChoicesMax),
});

const proof = z.enum(['printed', 'processed', 'accepted', 'spooled', 'operator']);

/** One thing that is stored about a row. Each stands whatever came after it. */
const rowStep = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('taken'), at: time, by: personId }),
  z.strictObject({
    step: z.literal('paper'),
    at: time,
    copy: z.number().int().min(0),
    state: printState,
    proof: proof.nullable(),
  }),
  /** The mirror keeps no times of its own. */
  z.strictObject({ step: z.literal('copied'), at: z.null(), copies: z.enum(['two', 'single']) }),
  z.strictObject({ step: z.literal('offered'), at: time }),
  z.strictObject({ step: z.literal('tried'), at: time }),
  z.strictObject({ step: z.literal('acknowledged'), at: time }),
  z.strictObject({
    step: z.literal('answered'),
    at: time,
    turn: z.number().int().min(1),
    record: z.enum(['recorded', 'parked']),
    credit: z.enum(['none', 'applied', 'pending', 'rejected']),
    code: z.string().nullable(),
    text: said.nullable(),
    reference: z.string().nullable(),
    tokens: z.number().int().min(0),
  }),
  /** What a person did about it afterwards, and what the head end says of that. */
  z.strictObject({
    step: z.literal('act'),
    at: time,
    act: z.enum(['cancellation', 'refund', 'settlement', 'reprint', 'override']),
    by: personId,
    approver: z.string().nullable(),
    reason: z.string().nullable(),
    outcome: z.enum(['moved', 'refunded', 'matched', 'resubmitted']).nullable(),
    consumer: z.string().nullable(),
    credit: z.enum(['none', 'applied', 'pending', 'rejected']).nullable(),
    text: said.nullable(),
  }),
]);

const rowHistory = z.strictObject({
  row: sentRow,
  steps: z.array(rowStep).max(limits.rowStepsMax),
});

export const uploadSchemas = {
  /** Everything that was taken and where it stands, newest first, a page at a time. */
  'upload.rows': { access: roles, input: rowsAsked, output: rowsPage },
  /** All that is stored about one of them. */
  'upload.row': { access: roles, input: z.strictObject({ uid }), output: rowHistory },
} as const;

export type SentRowView = z.infer<typeof sentRow>;
export type RowsAsked = z.infer<typeof rowsAsked>;
export type RowsPageView = z.infer<typeof rowsPage>;
export type RowStepView = z.infer<typeof rowStep>;
export type RowHistoryView = z.infer<typeof rowHistory>;
