import { ok } from '../../../counter/result.ts';
import { entryByUid, rechargeByUid } from '../../../db/entries.ts';
import { printJob } from '../../../db/print-jobs.ts';
import { plainStep } from '../../../printers/step-detail.ts';
import { mayBeOnPaper } from '../../../counter/journal/print-job.ts';
import { printJobView } from '../print-view.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** Ends the wait for a printer that is stuck in mid slip. Its paper is then asked of a person. */
export const printGiveUp: UseCase<'print.giveUp'> = (context, { job: id }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { db } = desk.value.journal;
  const job = printJob(db, id);
  if (job === null || entryByUid(db, job.entry) === null) return refuse('PRINT_JOB_UNKNOWN');
  const receiptNumber = rechargeByUid(db, job.entry)?.recharge.receiptNumber ?? null;
  if (job.state === 'uncertain') return ok(printJobView(job, receiptNumber));
  if (!mayBeOnPaper(job.state)) return refuse('PRINT_JOB_NOT_ASKED', { state: job.state });
  context.paper.link.post({ type: 'giveUp', jobId: id });
  const doubted = context.paper.step(job, 'uncertain', { ...plainStep, reason: 'given-up' });
  return doubted === null
    ? refuse(context.keeper.lock ?? 'INTERNAL')
    : ok(printJobView(doubted, receiptNumber));
};
