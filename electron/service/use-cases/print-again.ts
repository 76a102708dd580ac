import { copyNeedsApprover } from '../../../counter/recharge/reprint-draft.ts';
import { ok } from '../../../counter/result.ts';
import { rechargeByReceipt } from '../../../db/entries.ts';
import { nextCopyNumber, receiptJobsOf } from '../../../db/print-jobs.ts';
import { furtherCopy } from '../further-copy.ts';
import { printJobView } from '../print-view.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { proveApprover } from '../session.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** A further copy of a receipt; from the second one on another person approves it. */
export const printAgain: UseCase<'print.again'> = async (context, input) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { db } = desk.value.journal;
  const recorded = rechargeByReceipt(db, input.receiptNumber);
  if (recorded === null) return refuse('RECEIPT_UNKNOWN', { receiptNumber: input.receiptNumber });
  const jobs = receiptJobsOf(db, recorded.stored.uid);
  const before = recordedBefore(db, input.uid, 'reprint');
  if (!before.ok) return before;
  if (before.value !== null) {
    const made = jobs.find(({ owner }) => owner === `reprint:${input.uid}`);
    return made === undefined
      ? refuse('RECHARGE_CHANGED', { receiptNumber: before.value.receiptNumber })
      : ok(printJobView(made, recorded.recharge.receiptNumber));
  }
  if (context.config.printer.device.kind === 'none') return refuse('PRINTER_MISSING');
  if (input.reason === 'confirmed-slip' && recorded.answer?.credit !== 'applied') {
    return refuse('HEAD_END_NOT_ANSWERING', { reason: 'pending' });
  }
  let approver: string | null = null;
  if (copyNeedsApprover(Math.max(1, nextCopyNumber(db, recorded.stored.uid, 'receipt')))) {
    if (input.approver === null) return refuse('APPROVAL_NEEDED', { guard: 'further-copy' });
    const proved = await proveApprover(context.session, desk.value.journal, context.clock, input.approver);
    if (!proved.ok) return proved;
    approver = proved.value.person;
  }
  const uncertain =
    input.reason === 'not-printed' ? jobs.find(({ state }) => state === 'uncertain') : undefined;
  const { uid, reason } = input;
  return furtherCopy(context, { uid, recorded, reason, approver, replaces: uncertain ?? null });
};
