import type { DenominationCount } from '../money.ts';
import type { EntryCommon } from './every-entry.ts';

/** Cash that is no recharge comes into the drawer: change from the head cashier, petty cash back. */
export interface CashIn extends EntryCommon {
  readonly kind: 'cash in';
  readonly amountPaise: number;
  readonly reason: string;
  readonly approver: string | null;
}

export interface CashOut extends EntryCommon {
  readonly kind: 'cash out';
  readonly amountPaise: number;
  readonly reason: string;
  readonly approver: string | null;
}

/** Cash above the drawer's ceiling goes into the vault before the shift ends. */
export interface SafeDrop extends EntryCommon {
  readonly kind: 'safe drop';
  readonly notes: DenominationCount;
  readonly amountPaise: number;
  /** Number on the bag's seal. */
  readonly bag: string;
  readonly witness: string;
}

/** Cash goes to another person, who counts it and accepts. */
export interface Handover extends EntryCommon {
  readonly kind: 'handover';
  readonly receiver: string;
  readonly notes: DenominationCount;
  readonly amountPaise: number;
}

/** Notes and coins counted without knowing what the books say. */
export interface Count extends EntryCommon {
  readonly kind: 'count';
  readonly occasion: 'closing' | 'surprise' | 'recount';
  /** 1 for the first try. */
  readonly attempt: number;
  readonly counted: DenominationCount;
  readonly countedPaise: number;
  readonly expectedPaise: number;
}
