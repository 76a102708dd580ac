import { ok } from '../../../counter/result.ts';
import { printJob } from '../../../db/print-jobs.ts';
import { documentOfText } from '../paper-maker.ts';
import { widthDotsOf } from '../printer-link.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** The frozen document, or, while a slip still waits for its answer, what it would say now. */
export const printShow: UseCase<'print.show'> = async (context, { job: id }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const job = printJob(desk.value.journal.db, id);
  const { maker, link } = context.paper;
  if (job === null || maker === null) return refuse('PRINT_JOB_UNKNOWN');
  const document = job.documentText === null ? maker.documentFor(job) : documentOfText(job.documentText);
  const dots = await link.render(document, widthDotsOf(context.config));
  return dots === null ? refuse('PRINTER_MISSING') : ok(dots);
};
