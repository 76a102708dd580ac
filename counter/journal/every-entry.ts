import type { IsoDate } from '../time.ts';

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
  /**
   * Present when the clock was behind the last entry, whose time then stands in `at`; a `key lost` entry
   * that a clock in doubt could not wait for carries that time on by the monotonic clock.
   */
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

/**
 * Accounts of the counter: cash in the drawer grows by debit (positive), dues by credit (negative).
 * What leaves the drawer stands in `vault`, `bank`, `in-transit` (handed to the next person) or
 * `petty-cash`; what came back by a scanned receipt stands in `recovered` until the office finds it.
 */
export const ledgerAccounts = [
  'cash-drawer',
  'float',
  'recharge-dues',
  'suspense-dues',
  'cash-difference',
  'vault',
  'bank',
  'in-transit',
  'petty-cash',
  'recovered',
] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

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

export interface BilingualText {
  readonly hi: string;
  readonly en: string;
}
