import type { Standing } from '../exception/chain.ts';

export type ReceiptState = Standing['is'];

/** Every state in which the money of a receipt can stand, in the order in which a list sums them up. */
export const receiptStates = [
  'credited',
  'unsent',
  'pending',
  'suspense',
  'refused',
  'differs',
  'settled',
  'refunded',
  'cancelled',
] as const satisfies readonly ReceiptState[];

type Missing = Exclude<ReceiptState, (typeof receiptStates)[number]>;
export const everyStateIsListed: [Missing] extends [never] ? true : never = true;

/** Number and sum of the receipts in one state. */
export interface StateSum {
  readonly state: ReceiptState;
  readonly receipts: number;
  readonly amountPaise: number;
}

/** The cash is here, and the head end has not credited it to whom it is for. */
export function isUnconfirmed(state: ReceiptState): boolean {
  switch (state) {
    case 'unsent':
    case 'pending':
    case 'suspense':
    case 'refused':
    case 'differs':
      return true;
    case 'credited':
    case 'settled':
    case 'refunded':
    case 'cancelled':
      return false;
  }
}

/** The states that occur, in their order. */
export function sumStates(
  rows: readonly { readonly state: ReceiptState; readonly amountPaise: number }[],
): StateSum[] {
  return receiptStates.flatMap((state) => {
    const of = rows.filter((row) => row.state === state);
    const amountPaise = of.reduce((sum, row) => sum + row.amountPaise, 0);
    return of.length === 0 ? [] : [{ state, receipts: of.length, amountPaise }];
  });
}
