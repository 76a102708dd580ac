import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import type { Role } from '../../counter/journal/every-entry.ts';
import { tieOutSchemas } from './tie-out-channel-schemas.ts';
import { usbSchemas } from './usb-schemas.ts';
import { exceptionSchemas } from './exception-schemas.ts';
import { listPreview, listWanted, madeListInParts } from './list-schemas.ts';
import { guardSchemas } from './guard-schemas.ts';
import { uploadSchemas } from './upload-schemas.ts';
import { outageSchemas } from './outage-channel-schemas.ts';
import * as view from './view-schemas.ts';

/** Who may call a channel: before anybody signed in, or the roles that may. The service enforces it. */
export type Access = 'anyone' | readonly Role[];

const everyRole = ['cashier', 'head-cashier', 'officer', 'administrator'] as const;
const supervisors = ['head-cashier', 'officer', 'administrator'] as const;
const drawerRoles = ['cashier', 'head-cashier'] as const;
const nothing = z.strictObject({});

/**
 * The contract between the screens and the counter service: for each channel the strict shape of
 * its input and output, and who may call it. It is data first; types, the preload's functions, the
 * gate's checks, the command line and the printed contract all follow from it.
 */
export const schemas = {
  'state.get': { access: 'anyone', input: nothing, output: view.counterState },

  'setup.enrol': {
    access: 'anyone',
    input: z.strictObject({ code: z.string().min(1).max(64) }),
    output: z.strictObject({ counter: z.string(), office: z.string() }),
  },
  /**
   * A spare PC takes the place of a dead counter; works only while there is no journal. `fromMirror`: folder
   * of the dead PC's second copy, `fromJournal`: what is left of its journal. Progress comes in the state.
   */
  'setup.restore': {
    access: 'anyone',
    input: z.strictObject({
      fromMirror: view.path.nullable(),
      fromJournal: view.path.nullable(),
      counter: z.string().min(1).max(16).nullable(),
      recoveryKey: z.discriminatedUnion('is', [
        z.strictObject({ is: z.literal('file'), path: view.path }),
        z.strictObject({ is: z.literal('words'), words: z.string().max(1_000) }),
      ]),
    }),
    output: z.strictObject({
      counter: z.string(),
      office: z.string(),
      epoch: z.number().int(),
      /** With the recovery, which is the last of them. */
      entries: z.number().int(),
      entriesFromMirror: z.number().int(),
      entriesFromJournal: z.number().int(),
      takingsPaise: view.paiseAmount,
      /** Of the last entry of the old epoch. */
      headHash: z.string(),
      lost: z.strictObject({ fromSeq: z.number().int(), toSeq: z.number().int() }).nullable(),
      /** Entries of another PC that sold under this name. */
      setAside: z.number().int(),
    }),
  },
  /** Works only while nobody is enrolled; later people are added by a supervisor. */
  'setup.addFirstPerson': {
    access: 'anyone',
    input: z.strictObject({ uid: view.uid, person: view.personId, name: view.bilingual, pin: view.pin }),
    output: view.person,
  },

  'session.signIn': {
    access: 'anyone',
    input: z.strictObject({ person: view.personId, pin: view.pin }),
    output: view.person,
  },
  'session.signOut': { access: 'anyone', input: nothing, output: nothing },

  'people.add': {
    access: supervisors,
    input: z.strictObject({
      uid: view.uid,
      person: view.personId,
      name: view.bilingual,
      role: view.role,
      pin: view.pin,
    }),
    output: view.person,
  },

  /** Path of a signed directory file, or null to fetch it from the head end. Progress comes in the state. */
  'directory.import': {
    access: everyRole,
    input: z.strictObject({ path: z.string().min(1).max(4096).nullable() }),
    output: z.strictObject({ count: z.number().int(), serial: z.string() }),
  },
  'directory.search': {
    access: everyRole,
    input: z.strictObject({ text: z.string().max(limits.searchTextCharsMax) }),
    output: z.strictObject({
      hits: z.array(view.consumerHit).max(limits.searchResultsMax),
      total: z.number().int(),
    }),
  },

  'day.open': {
    access: supervisors,
    input: z.strictObject({ uid: view.uid, businessDate: view.date }),
    output: z.strictObject({ businessDate: view.date, session: z.number().int() }),
  },
  'day.close': {
    access: supervisors,
    input: z.strictObject({ uid: view.uid }),
    output: z.strictObject({
      businessDate: view.date,
      recharges: z.number().int(),
      takingsPaise: view.paiseAmount,
      unsent: z.number().int(),
    }),
  },

  'shift.open': {
    access: drawerRoles,
    input: z.strictObject({ uid: view.uid, float: view.denominations }),
    output: z.strictObject({ shiftNumber: z.number().int(), floatPaise: view.paiseAmount }),
  },
  /** The count is blind: what was expected is told only after it. */
  'shift.close': {
    access: drawerRoles,
    input: z.strictObject({
      uid: view.uid,
      counted: view.denominations,
      differenceReason: z.string().max(200).nullable(),
      approver: z.strictObject({ person: view.personId, pin: view.pin }).nullable(),
    }),
    output: z.strictObject({
      countedPaise: view.paiseAmount,
      expectedPaise: view.paiseAmount,
      differencePaise: view.paiseAmount,
      floatPaise: view.paiseAmount,
      recharges: z.number().int(),
      takingsPaise: view.paiseAmount,
    }),
  },

  'recharge.readBack': {
    access: drawerRoles,
    input: z.strictObject({
      consumer: z.string().max(32),
      amountPaise: view.paiseAmount.nullable(),
    }),
    output: view.readBack,
  },
  ...guardSchemas,
  /** The receipt as it would print now: dots, not a picture of them. */
  'recharge.preview': {
    access: drawerRoles,
    input: z.strictObject({
      consumer: z.string().max(32),
      amountPaise: view.paiseAmount,
      tenderedPaise: view.paiseAmount,
    }),
    output: view.dots,
  },
  /** Records once for a uid, however often it is called; answers after journal and second copy. */
  'recharge.record': {
    access: drawerRoles,
    input: z.strictObject({
      uid: view.uid,
      consumer: z.string().max(32),
      amountPaise: view.paiseAmount,
      tenderedPaise: view.paiseAmount,
      approvals: z
        .array(z.strictObject({ guard: view.guard, approver: view.personId, pin: view.pin }))
        .max(4),
    }),
    output: view.recharge,
  },
  'recharge.find': {
    access: everyRole,
    input: z.strictObject({ uid: view.uid }),
    output: z.strictObject({ recharge: view.recharge.nullable() }),
  },
  'recharge.byReceipt': {
    access: everyRole,
    input: z.strictObject({ receiptNumber: z.string().max(64) }),
    output: view.recharge,
  },
  'recharge.recent': {
    access: everyRole,
    input: z.strictObject({ limit: z.number().int().min(1).max(200) }),
    output: z.strictObject({ recharges: z.array(view.recharge).max(200) }),
  },

  /** The frozen document of a print job as dots. */
  'print.show': {
    access: everyRole,
    input: z.strictObject({ job: view.uid }),
    output: view.dots,
  },
  /** A person looked: is the slip complete on paper? */
  'print.answer': {
    access: drawerRoles,
    input: z.strictObject({ job: view.uid, onPaper: z.enum(['yes', 'no']) }),
    output: view.printJob,
  },
  /** A further copy; it says DUPLICATE n. */
  'print.again': {
    access: drawerRoles,
    input: z.strictObject({
      uid: view.uid,
      receiptNumber: z.string().max(64),
      reason: z.enum(['paper-damaged', 'not-printed', 'consumer-asks', 'confirmed-slip']),
      approver: z.strictObject({ person: view.personId, pin: view.pin }).nullable(),
    }),
    output: view.printJob,
  },
  /** Give up a stalled slip: the printer is cleared and the question is asked. */
  'print.giveUp': {
    access: drawerRoles,
    input: z.strictObject({ job: view.uid }),
    output: view.printJob,
  },

  ...outageSchemas,

  ...exceptionSchemas,
  /** A list with its sums and its first rows; nothing is written. */
  'lists.preview': { access: supervisors, input: listWanted, output: listPreview },
  /** Writes the whole list as a signed file and as an A4 paper; each time files of their own. */
  'lists.make': { access: supervisors, input: listWanted, output: madeListInParts },

  /** The clock is in doubt: a supervisor confirms the time that the screen shows. */
  'clock.confirm': {
    access: everyRole,
    input: z.strictObject({
      uid: view.uid,
      shownAt: view.time,
      approver: z.strictObject({ person: view.personId, pin: view.pin }),
    }),
    output: z.strictObject({ at: view.time }),
  },

  ...tieOutSchemas,
  ...usbSchemas,

  'headEnd.sendNow': { access: everyRole, input: nothing, output: nothing },
  ...uploadSchemas,
} as const satisfies Record<string, { access: Access; input: z.ZodType; output: z.ZodType }>;

/**
 * What main answers itself, without the counter service: it keeps the id of the sale that is open in
 * the window, so that a reloaded window asks by that id instead of starting anew.
 */
export const shellSchemas = {
  'shell.rememberSale': {
    access: 'anyone',
    input: z.strictObject({ uid: view.uid.nullable() }),
    output: nothing,
  },
  'shell.recallSale': {
    access: 'anyone',
    input: nothing,
    output: z.strictObject({ uid: view.uid.nullable() }),
  },
} as const satisfies Record<string, { access: Access; input: z.ZodType; output: z.ZodType }>;

/** Whole snapshots. `state` comes from the counter service, `shell` from main about that service. */
export const events = {
  state: view.counterState,
  shell: view.shellState,
} as const;

export type Schemas = typeof schemas;
export type ShellSchemas = typeof shellSchemas;
export type ShellChannel = keyof ShellSchemas;
export type ShellInput<Name extends ShellChannel> = z.infer<ShellSchemas[Name]['input']>;
export type ShellOutput<Name extends ShellChannel> = z.infer<ShellSchemas[Name]['output']>;
export type Channel = keyof Schemas;
export type Input<Name extends Channel> = z.infer<Schemas[Name]['input']>;
export type Output<Name extends Channel> = z.infer<Schemas[Name]['output']>;
export type EventName = keyof typeof events;
export type EventValue<Name extends EventName> = z.infer<(typeof events)[Name]>;
