import type { Reprint } from '../../counter/journal/recharge-entries.ts';
import { reprintDraft } from '../../counter/recharge/reprint-draft.ts';
import { assert, ok, type Result } from '../../counter/result.ts';
import { currentDay, openShifts } from '../../db/day-reads.ts';
import type { RecordedRecharge } from '../../db/entries.ts';
import { nextCopyNumber, printJob, type PrintJob } from '../../db/print-jobs.ts';
import { plainStep } from '../../printers/step-detail.ts';
import type { PrintJobView } from '../contract/view-schemas.ts';
import { printJobView } from './print-view.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

/** Records who asked for a further copy and why, and prints it marked DUPLICATE n. */
export async function furtherCopy(
  context: ServiceContext,
  wanted: {
    readonly uid: string;
    readonly recorded: RecordedRecharge;
    readonly reason: Reprint['reason'];
    readonly approver: string | null;
    /** The uncertain job whose place the copy takes. */
    readonly replaces: PrintJob | null;
  },
): Promise<Result<PrintJobView, Refusal>> {
  const { journal } = context.keeper;
  const actor = context.session.current;
  if (journal === null || actor === null) return refuse('NOT_SIGNED_IN');
  const { stored, recharge } = wanted.recorded;
  const copy = Math.max(1, nextCopyNumber(journal.db, stored.uid, 'receipt'));
  const day = currentDay(journal.db);
  const draft = reprintDraft({
    uid: wanted.uid,
    day: day === null ? null : { uid: day.day, businessDate: day.businessDate },
    shift: openShifts(journal.db).find(({ cashier }) => cashier === actor.person)?.shift ?? null,
    operator: actor.person,
    recharge: stored.uid,
    receiptNumber: recharge.receiptNumber,
    copy,
    reason: wanted.reason,
    approver: wanted.approver,
  });
  const slip = context.paper.newSlip(stored.uid, 'receipt', copy, wanted.uid);
  const appended = await context.keeper.append(draft, slip.alongside);
  if (!appended.ok) return appended;
  if (wanted.replaces !== null) context.paper.step(wanted.replaces, 'replaced', plainStep);
  context.headEnd.noteNewEntry();
  context.paper.printWhenReady(slip.job, appended.value.entry.seq, 'at-once');
  context.changed();
  const job = printJob(journal.db, slip.job);
  assert(job !== null, 'a job is born with its entry');
  return ok(printJobView(job, recharge.receiptNumber));
}
