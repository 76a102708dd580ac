import type { EntryCommon, HeadLine } from './every-entry.ts';

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
  /** Meter tokens of twenty digits that were opened from the sealed pool for this sale. */
  readonly poolTokens: readonly string[];
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

/** The cash goes back at once; `ref` is the recharge. Only for what was never offered to the head end. */
export interface Cancellation extends EntryCommon {
  readonly kind: 'cancellation';
  readonly receiptNumber: string;
  readonly consumer: string;
  readonly amountPaise: number;
  readonly reason: string;
  readonly approver: string;
}

/** Cash goes back for a recharge that the head end has finally refused, or whose refund it has granted. */
export interface Refund extends EntryCommon {
  readonly kind: 'refund';
  readonly receiptNumber: string;
  readonly consumer: string;
  readonly amountPaise: number;
  readonly reason: string;
  readonly approver: string;
}

/**
 * The exceptions desk is done with a refused recharge, or with one whose consumer nobody knew (`ref`, which
 * may also be an earlier settlement that was refused in turn). No cash moves: it asks the head end for the
 * credit that the recharge itself did not get.
 */
export interface RefusalSettled extends EntryCommon {
  readonly kind: 'refusal settled';
  readonly receiptNumber: string;
  /** `moved`: to another consumer. `matched`: out of suspense. `resubmitted`: the same consumer once more. */
  readonly outcome: 'moved' | 'refunded' | 'matched' | 'resubmitted';
  readonly reason: string;
  /** uid of an entry that settled it; null where this entry does. */
  readonly by: string | null;
  readonly approver: string;
  /** What the head end is asked to credit, once; left out where it is asked for nothing. */
  readonly credit?: AskedCredit;
}

export interface AskedCredit {
  readonly consumer: string;
  readonly meter: string | null;
  readonly meterKind: 'managed' | 'sts' | null;
  /** That of the recharge: a settlement never makes money. */
  readonly amountPaise: number;
  readonly heads: readonly HeadLine[];
}

/**
 * A consumer shows the receipt of a sale that no copy of the journal holds. Its QR proves it; the
 * identical row is never made again.
 */
export interface RecoveredReceipt extends EntryCommon {
  readonly kind: 'recovered receipt';
  /** Text of the QR, verbatim. */
  readonly qr: string;
  readonly receiptNumber: string;
  readonly consumer: string;
  readonly amountPaise: number;
  readonly takenAt: number;
  readonly approver: string;
}
