import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { sendingStates } from '../../counter/outage/sending-state.ts';
import { paiseAmount, time } from './view-schemas.ts';

/** Shapes of what is asked about a consumer before cash is taken. */

/** What the head end says of a consumer's receipts at other counters; `silent` where it said nothing in time. */
const pendingElsewhere = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('silent') }),
  z.strictObject({
    is: z.literal('told'),
    pending: z
      .array(
        z.strictObject({
          counter: z.string(),
          count: z.number().int().min(1),
          sumPaise: paiseAmount,
          lastAt: time,
        }),
      )
      .max(limits.pendingCountersMax),
    credits: z
      .array(z.strictObject({ counter: z.string(), amountPaise: paiseAmount, takenAt: time }))
      .max(limits.pendingCreditsMax),
  }),
]);

const scannedFacts = z.strictObject({
  counter: z.string().max(limits.scannedTextCharsMax),
  receiptNumber: z.string().max(limits.scannedTextCharsMax),
  consumer: z.string().max(limits.scannedTextCharsMax),
  amountPaise: z.number().int().min(0),
  takenAt: z.number().int().min(0),
});

/** What a scanned text turned out to be; `counts` where its money is to be counted as waiting. */
const scanned = z.strictObject({
  is: z.enum([
    'not-a-receipt',
    'forged',
    'from-the-future',
    'other-office',
    'known-here',
    'not-in-journal',
    'unverified',
  ]),
  receipt: scannedFacts.nullable(),
  state: z.enum(sendingStates).nullable(),
  counts: z.boolean(),
});

/** Whoever may take cash. */
const drawerRoles = ['cashier', 'head-cashier'] as const;

export const guardSchemas = {
  /** Asked beside the read-back, and answered when the head end has: the screen never waits for it. */
  'recharge.pendingElsewhere': {
    access: drawerRoles,
    input: z.strictObject({ consumer: z.string().max(32) }),
    output: pendingElsewhere,
  },
  /** What a scanner typed: an earlier receipt, judged without asking anybody. */
  'recharge.scanned': {
    access: drawerRoles,
    input: z.strictObject({ text: z.string().max(limits.scannedTextCharsMax) }),
    output: scanned,
  },
} as const;

export type PendingElsewhereView = z.infer<typeof pendingElsewhere>;
export type ScannedView = z.infer<typeof scanned>;
