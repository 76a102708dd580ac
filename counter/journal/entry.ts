import type {
  ClockMoved,
  CounterEnrolled,
  KeyLost,
  Override,
  PersonSet,
  Recovery,
  SettingsChanged,
} from './counter-entries.ts';
import type {
  DayClosed,
  DayOpened,
  Deposit,
  OutageClosed,
  OutageOpened,
  PackSealed,
  ShiftClosed,
  ShiftOpened,
} from './day-entries.ts';
import type { CashIn, CashOut, Count, Handover, SafeDrop } from './drawer-entries.ts';
import type {
  Cancellation,
  Recharge,
  RecoveredReceipt,
  Refund,
  RefusalSettled,
  Reprint,
} from './recharge-entries.ts';

/** Every act at a counter is one entry of its journal. A closed union: a new kind is a new version. */
export type Entry =
  | CounterEnrolled
  | PersonSet
  | SettingsChanged
  | Override
  | ClockMoved
  | KeyLost
  | Recovery
  | DayOpened
  | DayClosed
  | PackSealed
  | Deposit
  | OutageOpened
  | OutageClosed
  | ShiftOpened
  | ShiftClosed
  | CashIn
  | CashOut
  | SafeDrop
  | Handover
  | Count
  | Recharge
  | Cancellation
  | Reprint
  | Refund
  | RefusalSettled
  | RecoveredReceipt;

export type EntryKind = Entry['kind'];
export const entryKinds = [
  'counter enrolled',
  'person set',
  'settings changed',
  'override',
  'clock moved',
  'key lost',
  'recovery',
  'day opened',
  'day closed',
  'pack sealed',
  'deposit',
  'outage opened',
  'outage closed',
  'shift opened',
  'shift closed',
  'cash in',
  'cash out',
  'safe drop',
  'handover',
  'count',
  'recharge',
  'cancellation',
  'reprint',
  'refund',
  'refusal settled',
  'recovered receipt',
] as const satisfies readonly EntryKind[];

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
