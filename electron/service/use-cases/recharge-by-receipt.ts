import { ok } from '../../../counter/result.ts';
import { rechargeByReceipt } from '../../../db/entries.ts';
import { rechargeView } from '../recharge-view.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const rechargeByReceiptNumber: UseCase<'recharge.byReceipt'> = (context, { receiptNumber }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const recorded = rechargeByReceipt(journal.db, receiptNumber.trim());
  return recorded === null
    ? refuse('RECEIPT_UNKNOWN', { receiptNumber })
    : ok(rechargeView(journal, recorded));
};
