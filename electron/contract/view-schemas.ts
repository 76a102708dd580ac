import { z } from 'zod';
import { consumerStatuses } from '../../counter/consumer/consumer.ts';
import { matchFields } from '../../counter/consumer/search-query.ts';
import { errorCodes } from '../../counter/error-codes.ts';
import { roles } from '../../counter/journal/every-entry.ts';
import { printStates, slips } from '../../counter/journal/print-job.ts';
import { limits } from '../../counter/limits.ts';
import { uploadFault } from './upload-fault-schemas.ts';

/** Shapes that more than one channel or event carries. Only whole numbers, never a float. */

/** Of a file or folder of this PC. */
export const path = z.string().min(1).max(4096);
export const uid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
export const paiseAmount = z.number().int().min(-limits.amountPaiseMax).max(limits.amountPaiseMax);
export const time = z.number().int().min(0);
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u);
export const bilingual = z.strictObject({
  hi: z.string().min(1).max(limits.nameCharsMax),
  en: z.string().min(1).max(limits.nameCharsMax),
});
export const personId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/u);
export const pin = z.string().max(64);
export const role = z.enum(roles);
export const denominations = z.record(
  z.string().regex(/^[1-9]\d{1,6}$/u),
  z.number().int().min(0).max(limits.denominationCountMax),
);
export const errorCode = z.enum(errorCodes);

export const person = z.strictObject({ person: personId, name: bilingual, role });

export const snapshotAmount = z.strictObject({ amountPaise: paiseAmount, at: time }).nullable();

/** One consumer as the last directory knew it. Balance and arrears carry their date and may be old. */
export const consumer = z.strictObject({
  consumer: z.string(),
  name: z.string(),
  relation: z.string().nullable(),
  address: z.string(),
  tariff: z.string(),
  loadWatts: z.number().int().nullable(),
  meter: z.string(),
  meterLastFour: z.string(),
  meterKind: z.enum(['managed', 'sts']),
  mobile: z.string().nullable(),
  balance: snapshotAmount,
  arrears: snapshotAmount,
  usualRechargePaise: paiseAmount.nullable(),
  /** As the list was made; the money is taken whatever it says. */
  status: z.enum(consumerStatuses),
});

/** Where the typed words stand in a hit: `field` is one of the shown fields, `start` counts UTF-16 units. */
export const match = z.strictObject({
  field: z.enum(matchFields),
  start: z.number().int().min(0),
  length: z.number().int().min(1),
});
export const consumerHit = z.strictObject({ consumer, matches: z.array(match).max(20) });

/** A slip that was replaced by a further copy shows as failed. */
export const printState = z.enum(printStates).exclude(['replaced']);
export const printReason = z.enum([
  'none',
  'paper-out',
  'cover-open',
  'cutter',
  'hot-head',
  'offline',
  'not-there',
  'no-answer',
  'gave-up',
  'program-ended',
  'wrong-id',
  'unknown',
]);

export const printJob = z.strictObject({
  job: uid,
  entry: uid,
  slip: z.enum(slips),
  receiptNumber: z.string().nullable(),
  copy: z.number().int().min(0),
  state: printState,
  reason: printReason,
  at: time,
  /** Who proved it: the printer, or a person who looked. Null until confirmed. */
  proof: z.enum(['printed', 'processed', 'accepted', 'spooled', 'operator']).nullable(),
});

/** One recorded recharge with what is known of its credit and its paper. */
export const recharge = z.strictObject({
  uid,
  seq: z.number().int().min(1),
  receiptNumber: z.string(),
  takenAt: time,
  businessDate: date,
  consumer: z.string(),
  name: z.string().nullable(),
  meter: z.string().nullable(),
  amountPaise: paiseAmount,
  tenderedPaise: paiseAmount,
  changePaise: paiseAmount,
  cashier: personId,
  credit: z.enum(['pending', 'confirmed', 'rejected']),
  reference: z.string().nullable(),
  tokens: z.array(z.string().regex(/^\d{20}$/u)).max(8),
  /** Name of the outage in which it was taken; null for none. */
  outage: z.string().nullable(),
  copies: z.enum(['two', 'single']),
  print: printJob.nullable(),
});

/** The very dots that the printer gets, one bit a dot, rows padded to whole bytes, base64. */
export const dots = z.strictObject({
  widthDots: z.number().int().min(8).max(832),
  heightDots: z.number().int().min(1).max(8192),
  bits: z.string(),
});

export const guard = z.enum(['above-cash-cap', 'same-amount-again', 'unknown-consumer', 'single-copy']);

/** What this counter knows before cash is taken. */
export const readBack = z.strictObject({
  consumer: consumer.nullable(),
  /** True to the form of a consumer number, though the directory does not know it: goes into suspense. */
  suspense: z.boolean(),
  pending: z.strictObject({ count: z.number().int().min(1), sumPaise: paiseAmount, lastAt: time }).nullable(),
  takenTodayPaise: paiseAmount,
  /** A second person must approve these before the recharge is recorded. */
  needs: z.array(guard).max(4),
});

/** `fenced`: answering, but this counter was restored on another PC and its sales are parked. */
export const linkState = z.enum(['answering', 'not-answering', 'unknown', 'fenced', 'frozen']);

/** One word of the head end to all counters, from `from` up to `until`. */
export const notice = z.strictObject({
  id: z.string().max(32),
  kind: z.enum(['outage', 'disconnection', 'message']),
  from: time,
  until: time,
  text: z.strictObject({
    hi: z.string().min(1).max(limits.protocolTextCharsMax),
    en: z.string().min(1).max(limits.protocolTextCharsMax),
  }),
});

/** The whole state of the counter. Every event carries all of it, so a late window is right at once. */
export const counterState = z.strictObject({
  appVersion: z.string(),
  now: time,
  setup: z.enum(['not-enrolled', 'no-people', 'ready']),
  practice: z.boolean(),
  counter: z
    .strictObject({ id: z.string(), office: z.string(), officeName: bilingual, company: bilingual })
    .nullable(),
  people: z.array(person).max(limits.peopleMax),
  session: person.nullable(),
  day: z.strictObject({ uid, businessDate: date, session: z.number().int(), openedAt: time }).nullable(),
  shift: z
    .strictObject({
      uid,
      shiftNumber: z.number().int(),
      cashier: personId,
      openedAt: time,
      floatPaise: paiseAmount,
      recharges: z.number().int(),
    })
    .nullable(),
  outage: z.strictObject({ uid, name: z.string(), since: time }).nullable(),
  /**
   * The outage that a supervisor would open now. `due`: the head end has been missed for long, so one should.
   * Null while one is open.
   */
  outageProposal: z
    .strictObject({ kind: z.enum(['due', 'not-due']), since: time, name: z.string() })
    .nullable(),
  /** Whom to call in an outage, as the company has set it. */
  outageCall: bilingual.nullable(),
  network: z.strictObject({ state: z.enum(['up', 'down', 'unknown']), since: time.nullable() }),
  headEnd: z.strictObject({
    link: linkState,
    since: time.nullable(),
    nextTryAt: time.nullable(),
    /** When the head end was last asked anything. */
    triedAt: time.nullable(),
    lastError: z.string().max(200).nullable(),
    /** Why, in so far as a person can be told; `counter/text/upload-fault-text.ts` has the words. */
    why: uploadFault.nullable(),
    /** What must be mended before it can answer; left out while it is only away. */
    fault: errorCode.optional(),
  }),
  /** What the head end made known, from now on; a screen shows those that stand at its hour. */
  notices: z.array(notice).max(limits.noticesMax),
  unsent: z.strictObject({
    count: z.number().int().min(0),
    sumPaise: paiseAmount,
    oldestAt: time.nullable(),
    sending: z.strictObject({ done: z.number().int(), total: z.number().int() }).nullable(),
  }),
  secondCopy: z.strictObject({
    /** `lost`: the last write failed. `behind`: it works and is catching up. `absent`: no folder is set. */
    state: z.enum(['complete', 'behind', 'lost', 'absent']),
    folder: z.string().nullable(),
    entries: z.number().int().min(0),
    copied: z.number().int().min(0),
    device: z.enum(['same', 'other']),
    /** Why sales stand in one copy, and how many since the last office counterfoil; null while all is well. */
    single: z
      .strictObject({
        reason: z.enum(['lost', 'none', 'same-device']),
        sales: z.number().int().min(0),
        sumPaise: paiseAmount,
        salesPerApproval: z.number().int().min(1),
        /** The next sale needs a second person. */
        due: z.boolean(),
      })
      .nullable(),
  }),
  /** How the last whole proof of the journal ended, and when copies were made and damage was mended. */
  care: z.strictObject({
    proof: z.enum(['none', 'passed', 'failed']),
    provedAt: time.nullable(),
    copiedAt: time.nullable(),
    mendedAt: time.nullable(),
  }),
  printer: z.strictObject({
    state: z.enum(['ready', 'attention', 'stopped', 'unknown']),
    reason: printReason,
    since: time.nullable(),
    widthDots: z.number().int(),
    paperMm: z.number().int(),
  }),
  selling: z.strictObject({ state: z.enum(['open', 'locked']), reason: errorCode.nullable() }),
  directory: z
    .strictObject({ count: z.number().int().min(0), generatedAt: time, serial: z.string() })
    .nullable(),
  /** A restore that is running. */
  restore: z
    .strictObject({
      stage: z.enum(['reading', 'entries', 'answers', 'proving']),
      entries: z.number().int(),
      of: z.number().int(),
    })
    .nullable(),
  directoryImport: z.strictObject({ done: z.number().int(), total: z.number().int().nullable() }).nullable(),
  lastRecharge: recharge.nullable(),
  /** Anything but `trusted`: nothing can be recorded until a supervisor confirms the time. */
  clock: z.enum(['trusted', 'behind', 'jumped', 'off-head-end']),
  /** Slips that may be on paper: one precise question each. */
  questions: z.array(printJob).max(50),
});

/**
 * How the counter service itself is. `restarting` is also the first start. `locked`: it died too often
 * in a short time, so selling has stopped until the program is started anew. `deaths` are those of the
 * last five minutes.
 */
export const shellState = z.strictObject({
  service: z.enum(['running', 'restarting', 'locked']),
  since: time,
  deaths: z.number().int().min(0),
});

/** Shape of `CounterError`, checked wherever an error crosses a process boundary. */
export const counterError = z.strictObject({
  code: errorCode,
  retry: z.enum(['never', 'same-id', 'after-fix']),
  incidentId: z.string().max(64),
  params: z.record(z.string().max(64), z.union([z.string().max(4096), z.number().int()])),
});

export type ShellState = z.infer<typeof shellState>;
export type CounterState = z.infer<typeof counterState>;
export type NoticeView = z.infer<typeof notice>;
export type ConsumerView = z.infer<typeof consumer>;
export type ConsumerHitView = z.infer<typeof consumerHit>;
export type RechargeView = z.infer<typeof recharge>;
export type PrintJobView = z.infer<typeof printJob>;
export type PersonView = z.infer<typeof person>;
export type ReadBackView = z.infer<typeof readBack>;
export type DotsView = z.infer<typeof dots>;
export type GuardView = z.infer<typeof guard>;
