import { uuidv7 } from '../../../counter/ids.ts';
import { ok } from '../../../counter/result.ts';
import { rechargeByUid } from '../../../db/entries.ts';
import { printJob } from '../../../db/print-jobs.ts';
import { plainStep } from '../../../printers/step-detail.ts';
import { furtherCopy } from '../further-copy.ts';
import { furtherSlip } from '../further-slip.ts';
import { detailOf, printJobView } from '../print-view.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/**
 * Answers the one question a machine cannot: is the slip complete on paper? `no` prints a further copy
 * that says so, for the first one may yet turn up.
 */
export const printAnswer: UseCase<'print.answer'> = async (context, { job: id, onPaper }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const job = printJob(journal.db, id);
  const recorded = job === null ? null : rechargeByUid(journal.db, job.entry);
  if (job === null || (recorded === null && job.slip === 'receipt')) return refuse('PRINT_JOB_UNKNOWN');
  const receiptNumber = job.slip === 'receipt' ? (recorded?.recharge.receiptNumber ?? null) : null;
  const detail = detailOf(job.detail);
  const answeredBefore = job.state === 'confirmed' && detail.proof === 'operator' && onPaper === 'yes';
  if (answeredBefore) return ok(printJobView(job, receiptNumber));
  if (job.state !== 'uncertain') return refuse('PRINT_JOB_NOT_ASKED', { state: job.state });
  if (onPaper === 'yes') {
    const proved = context.paper.step(job, 'confirmed', {
      ...plainStep,
      proof: 'operator',
      person: actor.person,
    });
    return proved === null
      ? refuse(context.keeper.lock ?? 'INTERNAL')
      : ok(printJobView(proved, receiptNumber));
  }
  // A slip that carries no money: its copy needs no entry of its own.
  if (recorded === null || job.slip !== 'receipt') return furtherSlip(context, job);
  const uid = uuidv7(context.clock.wallMs(), context.random);
  return furtherCopy(context, { uid, recorded, reason: 'not-printed', approver: null, replaces: job });
};
