import { ok, type Result } from '../../../counter/result.ts';
import { outageByUid } from '../../../db/outage-reads.ts';
import type { Journal } from '../../../db/journal.ts';
import type { OutageReportView } from '../../contract/outage-schemas.ts';
import { makeReportFiles } from '../outage-report-files.ts';
import { outageReportOf } from '../outage-report-of.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** It only reads: an open outage has a report as well, of the time until now. */
export const outageReportGet: UseCase<'outage.report'> = async (context, { outage }) => {
  const read = await readReport(context, outage);
  return read.ok ? ok(read.value.report) : read;
};

export const outageReportSave: UseCase<'outage.saveReport'> = async (context, { outage }) => {
  const read = await readReport(context, outage);
  return read.ok ? makeReportFiles(context, read.value.journal, read.value.report) : read;
};

async function readReport(
  context: ServiceContext,
  uid: string,
): Promise<Result<{ readonly journal: Journal; readonly report: OutageReportView }, Refusal>> {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const outage = outageByUid(journal.db, uid);
  if (outage === null) return refuse('OUTAGE_NOT_OPEN');
  return ok({ journal, report: await outageReportOf(journal, outage, context.clock.wallMs()) });
}
