/** What has become of the money of one receipt. Each receipt is in exactly one of these. */
export const receiptStates = [
  'credited',
  'cancelled',
  'refunded',
  'settled',
  'unsent',
  'pending',
  'suspense',
  'refused',
  'differs',
] as const;

export type ReceiptState = (typeof receiptStates)[number];
