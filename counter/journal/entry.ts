import type { DenominationCount } from '../money.ts';
import type { IsoDate } from '../time.ts';

/** Every act at a counter is one entry of its journal. A closed union: a new kind is a new version. */
export type Entry =
  | CounterEnrolled
  | PersonSet
  | DayOpened
  | ShiftOpened
  | Recharge
  | Reprint
  | OutageOpened
  | OutageClosed
  | ShiftClosed
  | DayClosed
  | KeyLost
  | ClockMoved;

export type EntryKind = Entry['kind'];
export const entryKinds = [
  'counter enrolled',
  'person set',
  'day opened',
  'shift opened',
  'recharge',
  'reprint',
  'outage opened',
  'outage closed',
  'shift closed',
  'day closed',
  'key lost',
  'clock moved',
] as const satisfies readonly EntryKind[];

/**
 * What every body carries. The body text is canonical JSON of the whole entry, stored and hashed as
 * those bytes; the columns of the journal are copies for search.
 */
export interface EntryCommon {
  /** Version of the body's shape. */
  readonly v: 1;
  readonly counter: string;
  readonly epoch: number;
  /** Gapless from 1 within an epoch, given in the entry's own transaction. */
  readonly seq: number;
  /** UUIDv7, born with the intent and reused for every retry. */
  readonly uid: string;
  /** Wall time in UTC milliseconds. */
  readonly at: number;
  /** Present when the clock was a little behind the last entry, whose time then stands in `at`. */
  readonly clock?: 'held';
  readonly bootId: string;
  /** Milliseconds since `bootId` began; never jumps. */
  readonly monotonicMs: number;
  /** Date of the open day at opening, carried past midnight; null before any day is open. */
  readonly businessDate: IsoDate | null;
  /** uid of the open day, and of the open shift, when there is one. */
  readonly day: string | null;
  readonly shift: string | null;
  /** Person who did it; `program` where no person acts. */
  readonly operator: string;
  /** Double-entry lines; their sum is zero. Empty where no money moves. */
  readonly ledger: readonly LedgerLine[];
  /** Sum of all recharges of this epoch up to and with this entry. */
  readonly perpetualTotalPaise: number;
  /** uid of the entry that this one corrects or continues. */
  readonly ref: string | null;
}

/** Accounts of the counter: cash in the drawer grows by debit (positive), dues by credit (negative). */
export type LedgerAccount =
  | 'cash-drawer'
  | 'float'
  | 'recharge-dues'
  | 'suspense-dues'
  | 'cash-difference'
  | 'vault';

export interface LedgerLine {
  readonly account: LedgerAccount;
  readonly amountPaise: number;
}

export interface HeadLine {
  /** Code from configuration, `recharge` by default. */
  readonly head: string;
  readonly amountPaise: number;
}

export type Role = 'cashier' | 'head-cashier' | 'officer' | 'administrator';
export const roles = [
  'cashier',
  'head-cashier',
  'officer',
  'administrator',
] as const satisfies readonly Role[];

export interface CounterEnrolled extends EntryCommon {
  readonly kind: 'counter enrolled';
  readonly office: string;
  readonly officeName: BilingualText;
  readonly company: BilingualText;
  /** Ed25519 public key of this counter, raw 32 bytes in base64url. */
  readonly publicKey: string;
  readonly headEndPublicKey: string;
  readonly headEndId: string;
}

export interface BilingualText {
  readonly hi: string;
  readonly en: string;
}

/** A person of the counter is made, changed or switched off. The PIN's hash never enters the journal. */
export interface PersonSet extends EntryCommon {
  readonly kind: 'person set';
  readonly person: string;
  readonly name: BilingualText;
  readonly role: Role;
  readonly state: 'active' | 'off';
}

export interface DayOpened extends EntryCommon {
  readonly kind: 'day opened';
  /** 1 for the first opening on a date, 2 for the second. */
  readonly session: number;
}

export interface ShiftOpened extends EntryCommon {
  readonly kind: 'shift opened';
  readonly cashier: string;
  readonly shiftNumber: number;
  readonly float: DenominationCount;
  readonly floatPaise: number;
}

export interface Recharge extends EntryCommon {
  readonly kind: 'recharge';
  readonly receiptNumber: string;
  /** CA number as typed or found. */
  readonly consumer: string;
  /** What the directory said when the cash was taken; null for a consumer it does not know (suspense). */
  readonly consumerName: string | null;
  readonly meter: string | null;
  readonly meterKind: 'managed' | 'sts' | null;
  readonly amountPaise: number;
  readonly heads: readonly HeadLine[];
  readonly tenderedPaise: number;
  readonly changePaise: number;
  /** Second person's approval of what a guard asked for. */
  readonly approvals: readonly Approval[];
  /** uid of the outage that was open, if any. */
  readonly outage: string | null;
}

export interface Approval {
  readonly guard: 'above-cash-cap' | 'same-amount-again' | 'unknown-consumer' | 'single-copy';
  readonly approver: string;
}

export interface Reprint extends EntryCommon {
  readonly kind: 'reprint';
  readonly receiptNumber: string;
  readonly copy: number;
  readonly reason: 'paper-damaged' | 'not-printed' | 'consumer-asks' | 'confirmed-slip';
  /** Second person's approval, from the second further copy on. */
  readonly approver: string | null;
}

export interface OutageOpened extends EntryCommon {
  readonly kind: 'outage opened';
  readonly name: string;
  readonly since: number;
  readonly cause: string;
}

export interface OutageClosed extends EntryCommon {
  readonly kind: 'outage closed';
  readonly name: string;
}

export interface ShiftClosed extends EntryCommon {
  readonly kind: 'shift closed';
  readonly cashier: string;
  readonly counted: DenominationCount;
  readonly countedPaise: number;
  readonly expectedPaise: number;
  /** counted − expected; a difference is accepted with a reason, never refused. */
  readonly differencePaise: number;
  readonly differenceReason: string | null;
  /** Second person who approved a difference above the limit. */
  readonly approver: string | null;
  readonly recharges: number;
  readonly takingsPaise: number;
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
}

export interface DayClosed extends EntryCommon {
  readonly kind: 'day closed';
  readonly recharges: number;
  readonly takingsPaise: number;
  readonly unsent: number;
  readonly unsentPaise: number;
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
}

export interface KeyLost extends EntryCommon {
  readonly kind: 'key lost';
  readonly publicKey: string;
}

/** A person vouches for a clock that jumped: its time is the new reference for all that follows. */
export interface ClockMoved extends EntryCommon {
  readonly kind: 'clock moved';
  readonly approver: string;
}

/** Fields that only the journal's own transaction can know. */
type GivenByJournal =
  | 'counter'
  | 'epoch'
  | 'seq'
  | 'at'
  | 'clock'
  | 'bootId'
  | 'monotonicMs'
  | 'perpetualTotalPaise';

type DraftOf<Each extends Entry> = Each extends Recharge
  ? Omit<Each, GivenByJournal | 'receiptNumber'>
  : Omit<Each, GivenByJournal>;

type EachDraft<Each extends Entry> = Each extends Entry ? DraftOf<Each> : never;

/** An entry as a use case writes it, before the journal adds order, time and totals. */
export type EntryDraft = EachDraft<Entry>;

/** An entry on disk: its verbatim body, and the chain and signature around it. */
export interface StoredEntry {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  readonly kind: EntryKind;
  /** Canonical JSON text, byte for byte what was hashed. */
  readonly body: string;
  /** SHA-256 as 64 lower-case hex digits; 64 zeros before the first entry of an epoch. */
  readonly prevHash: string;
  readonly hash: string;
  /** Ed25519 over the 32 raw bytes of `hash`, base64url. */
  readonly signature: string;
}

/** Only these kinds move money that the head end must credit; "unsent" counts them. */
export function movesMoney(kind: EntryKind): boolean {
  return kind === 'recharge';
}
