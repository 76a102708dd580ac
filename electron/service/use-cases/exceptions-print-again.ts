import { reprintDraft } from '../../../counter/recharge/reprint-draft.ts';
import { assert, ok } from '../../../counter/result.ts';
import { currentDay } from '../../../db/day-reads.ts';
import { nextCopyNumber, printJob, printJobsOfEntry } from '../../../db/print-jobs.ts';
import { printJobView } from '../print-view.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { chainOfReceipt } from '../settle-exception.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** The slip of a refund once more; it says DUPLICATE n and who asked for it. */
export const exceptionsPrintAgain: UseCase<'exceptions.printAgain'> = async (context, asked) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const { db } = journal;
  const chain = chainOfReceipt(db, asked.receiptNumber);
  if (!chain.ok) return chain;
  const refund = chain.value.acts.find(({ as }) => as === 'refund');
  const { receiptNumber } = chain.value.recharge;
  if (refund === undefined) return refuse('EXCEPTION_UNKNOWN', { receiptNumber });
  const before = recordedBefore(db, asked.uid, 'reprint');
  if (!before.ok) return before;
  if (before.value !== null) {
    const made = printJobsOfEntry(db, refund.uid).find(({ owner }) => owner === `reprint:${asked.uid}`);
    return made === undefined ? refuse('SETTLEMENT_CHANGED') : ok(printJobView(made, receiptNumber));
  }
  if (context.config.printer.device.kind === 'none') return refuse('PRINTER_MISSING');
  const copy = Math.max(1, nextCopyNumber(db, refund.uid, 'refund-slip'));
  const day = currentDay(db);
  const draft = reprintDraft({
    uid: asked.uid,
    day: day === null ? null : { uid: day.day, businessDate: day.businessDate },
    shift: null,
    operator: actor.person,
    recharge: refund.uid,
    receiptNumber,
    copy,
    reason: asked.reason,
    approver: null,
  });
  const slip = context.paper.newSlip(refund.uid, 'refund-slip', copy, asked.uid);
  const appended = await context.keeper.append(draft, slip.alongside);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  context.paper.printWhenReady(slip.job, appended.value.entry.seq, 'at-once');
  context.changed();
  const job = printJob(journal.db, slip.job);
  assert(job !== null, 'a job is born with its entry');
  return ok(printJobView(job, receiptNumber));
};
