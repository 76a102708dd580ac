import { z } from 'zod';
import { exceptionTabs } from '../../counter/exception/desk-list.ts';
import { mayLookAtExceptions, maySettleExceptions } from '../../counter/exception/who-may.ts';
import { notNowReasons } from '../../counter/exception/outcomes.ts';
import { receiptStates } from '../../counter/lists/receipt-state.ts';
import { limits } from '../../counter/limits.ts';
import { a4Faults } from './a4-schemas.ts';
import * as view from './view-schemas.ts';

const saidText = z.strictObject({
  hi: z.string().max(limits.protocolTextCharsMax),
  en: z.string().max(limits.protocolTextCharsMax),
});

/** The head end's word about one row, as it stands. */
const said = z.strictObject({
  record: z.enum(['recorded', 'parked']),
  credit: z.enum(['none', 'applied', 'pending', 'rejected']),
  code: z.string().max(80).nullable(),
  text: saidText.nullable(),
  reference: z.string().max(80).nullable(),
  amountPaise: view.paiseAmount.nullable(),
  consumer: z.string().nullable(),
  /** When it was stored here. */
  at: view.time,
});

/** Whole working days; `left` 0 is the last of them. */
const deskClock = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('running'), dueAt: view.time, left: z.number().int().min(0) }),
  z.strictObject({ is: z.literal('over'), dueAt: view.time, by: z.number().int().min(0) }),
]);

const exceptionRow = z.strictObject({
  /** Of the recharge. */
  uid: view.uid,
  receiptNumber: z.string(),
  takenAt: view.time,
  businessDate: view.date,
  /** As written on the receipt. */
  consumer: z.string(),
  name: z.string().nullable(),
  meter: z.string().nullable(),
  amountPaise: view.paiseAmount,
  cashier: view.personId,
  standing: z.enum(receiptStates),
  said: said.nullable(),
  /** Since when it is as it is: the clock runs from here. */
  since: view.time,
  /** Null where nothing is left to do. */
  clock: deskClock.nullable(),
  /** Whole days since the cash was taken. */
  ageDays: z.number().int().min(0),
  owner: view.personId.nullable(),
});

const notNow = z.enum(notNowReasons).nullable();

/** One row of the story of an exception: the recharge, then each act about it. */
const storyRow = z.strictObject({
  uid: view.uid,
  what: z.enum(['recharge', 'moved', 'matched', 'resubmitted', 'refund', 'cancellation']),
  at: view.time,
  by: z.string(),
  approver: z.string().nullable(),
  reason: z.string().nullable(),
  consumer: z.string().nullable(),
  name: z.string().nullable(),
  meter: z.string().nullable(),
  said: said.nullable(),
});

export const exceptionDetail = z.strictObject({
  row: exceptionRow,
  ownerNote: z.string().nullable(),
  story: z.array(storyRow).max(4 * limits.settlementsPerRechargeMax + 1),
  /** The row that a new act names: a person reads it, and sends it back with what to do. */
  about: view.uid,
  /** Why an act is not open now; null where it is. */
  outcomes: z.strictObject({ moved: notNow, resubmitted: notNow, matched: notNow, refunded: notNow }),
  /** Whether the open drawer holds the amount; `none`: no shift is open. */
  drawer: z.enum(['none', 'too-little', 'enough']),
  refundNeeds: z.enum(['nobody-else', 'second-person']),
  /** The newest slip of its refund. */
  slip: view.printJob.nullable(),
});

const tabSum = z.strictObject({ count: z.number().int().min(0), sumPaise: view.paiseAmount });

const receipt = { receiptNumber: z.string().min(1).max(64) };
const reason = z.string().max(limits.exceptionReasonCharsMax);

/** What every act repeats of what its person had on screen: another row or amount refuses it. */
const act = {
  uid: view.uid,
  ...receipt,
  about: view.uid,
  amountPaise: view.paiseAmount,
  reason,
};

export const exceptionSchemas = {
  /** The rows of one tab, the most urgent first, and the sums of all tabs. */
  'exceptions.list': {
    access: mayLookAtExceptions,
    input: z.strictObject({ tab: z.enum(exceptionTabs) }),
    output: z.strictObject({
      rows: z.array(exceptionRow).max(limits.exceptionRowsMax),
      tabs: z.strictObject({ open: tabSum, suspense: tabSum, waiting: tabSum, settled: tabSum }),
      /** Open rows whose three working days are over. */
      over: z.number().int().min(0),
    }),
  },
  'exceptions.one': {
    access: mayLookAtExceptions,
    input: z.strictObject(receipt),
    output: exceptionDetail,
  },
  /** What became of an act whose reply was lost; null where its uid stands for nothing. */
  'exceptions.find': {
    access: mayLookAtExceptions,
    input: z.strictObject({ uid: view.uid }),
    output: z.strictObject({ done: exceptionDetail.nullable() }),
  },
  /** Names who looks after it. */
  'exceptions.take': {
    access: maySettleExceptions,
    input: z.strictObject({ uid: view.uid, ...receipt, owner: view.personId, note: reason }),
    output: exceptionDetail,
  },
  'exceptions.move': {
    access: maySettleExceptions,
    input: z.strictObject({ ...act, consumer: z.string().max(32) }),
    output: exceptionDetail,
  },
  'exceptions.match': {
    access: maySettleExceptions,
    input: z.strictObject({ ...act, consumer: z.string().max(32) }),
    output: exceptionDetail,
  },
  'exceptions.resubmit': {
    access: maySettleExceptions,
    input: z.strictObject(act),
    output: exceptionDetail,
  },
  /** Cash goes back out of the open drawer, with a slip that the consumer signs. */
  'exceptions.refund': {
    access: maySettleExceptions,
    input: z.strictObject({
      ...act,
      approver: z.strictObject({ person: view.personId, pin: view.pin }).nullable(),
    }),
    output: exceptionDetail,
  },
  /** A letter to the consumer as an A4 paper: what happened, what was done, whom to ask. */
  'exceptions.letter': {
    access: mayLookAtExceptions,
    input: z.strictObject(receipt),
    output: z.strictObject({
      folder: z.string(),
      pdf: z.string().nullable(),
      /** Why there is no PDF; null where there is one. */
      noPdf: z.enum(a4Faults).nullable(),
    }),
  },
  /** The slip of the refund once more, marked DUPLICATE n. */
  'exceptions.printAgain': {
    access: maySettleExceptions,
    input: z.strictObject({
      uid: view.uid,
      ...receipt,
      reason: z.enum(['paper-damaged', 'not-printed', 'consumer-asks']),
    }),
    output: view.printJob,
  },
} as const;

export type ExceptionRowView = z.infer<typeof exceptionRow>;
export type ExceptionDetailView = z.infer<typeof exceptionDetail>;
export type SaidView = z.infer<typeof said>;
