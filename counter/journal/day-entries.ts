import type { DenominationCount } from '../money.ts';
import type { EntryCommon } from './every-entry.ts';

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

export interface ShiftClosed extends EntryCommon {
  readonly kind: 'shift closed';
  readonly cashier: string;
  readonly counted: DenominationCount;
  readonly countedPaise: number;
  readonly floatPaise: number;
  /** Cancelled recharges of this shift, cash given back. */
  readonly cancellations: number;
  readonly cancelledPaise: number;
  /** Cash in, out, dropped, handed over and refunded, as the drawer felt it. */
  readonly movedPaise: number;
  /** float + takings − cancelled + moved. */
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
  readonly cancellations: number;
  readonly cancelledPaise: number;
  readonly unsent: number;
  readonly unsentPaise: number;
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
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

/** The day's pack is made and kept: a later copy has the same hashes. */
export interface PackSealed extends EntryCommon {
  readonly kind: 'pack sealed';
  /** SHA-256 of its `manifest.json`, 64 hex digits. */
  readonly manifestSha256: string;
  readonly files: number;
}

/** Cash of the vault is paid into the bank. */
export interface Deposit extends EntryCommon {
  readonly kind: 'deposit';
  readonly amountPaise: number;
  readonly bank: string;
  /** Number of the pay-in slip. */
  readonly slip: string;
  readonly seal: string | null;
}
