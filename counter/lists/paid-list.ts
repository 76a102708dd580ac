import type { Chain } from '../exception/chain.ts';
import { standingOf } from '../exception/chain.ts';
import type { UnconfirmedPayment } from './do-not-disconnect.ts';
import { isUnconfirmed, type ReceiptState } from './receipt-state.ts';

/** One receipt with what has become of its money. */
export interface PaidRow {
  readonly receiptNumber: string;
  readonly takenAt: number;
  readonly businessDate: string;
  readonly consumer: string;
  readonly name: string | null;
  readonly meter: string | null;
  readonly amountPaise: number;
  readonly cashier: string;
  readonly state: ReceiptState;
  /** The head end's own, of the credit; null while there is none. */
  readonly reference: string | null;
}

export function paidRow(chain: Chain): PaidRow {
  const { recharge } = chain;
  const standing = standingOf(chain);
  return {
    receiptNumber: recharge.receiptNumber,
    takenAt: recharge.at,
    businessDate: recharge.businessDate,
    consumer: recharge.consumer,
    name: recharge.consumerName,
    meter: recharge.meter,
    amountPaise: recharge.amountPaise,
    cashier: recharge.operator,
    state: standing.is,
    reference: 'answer' in standing.tip ? (standing.tip.answer?.reference ?? null) : null,
  };
}

/**
 * What a consumer may still be cut off for although it was paid; null where nothing is open. A credit that
 * went to another than the payer, or is of another amount, leaves the payer in the same danger.
 */
export function unconfirmedPayment(chain: Chain): UnconfirmedPayment | null {
  const { recharge } = chain;
  const standing = standingOf(chain);
  if (!isUnconfirmed(standing.is) || !('consumer' in standing.tip)) return null;
  const { consumer, meter } = standing.tip;
  return {
    receiptNumber: recharge.receiptNumber,
    consumer,
    consumerName: consumer === recharge.consumer ? recharge.consumerName : null,
    meter,
    amountPaise: recharge.amountPaise,
    paidAt: recharge.at,
  };
}
