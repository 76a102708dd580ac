import { uuidv7 } from '../../counter/ids.ts';
import { ok, type Result } from '../../counter/result.ts';
import { addPrintJob, nextCopyNumber, type PrintJob } from '../../db/print-jobs.ts';
import { plainStep } from '../../printers/step-detail.ts';
import type { PrintJobView } from '../contract/view-schemas.ts';
import { refuseFault } from './journal-fault.ts';
import { printJobView } from './print-view.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

/** Prints the slip of a shift once more, marked DUPLICATE n, in the place of one that nobody found on paper. */
export function furtherSlip(context: ServiceContext, lost: PrintJob): Result<PrintJobView, Refusal> {
  const { journal } = context.keeper;
  if (journal === null) return refuse('NOT_SIGNED_IN');
  const bornAt = context.clock.wallMs();
  const born = addPrintJob(journal, {
    id: uuidv7(bornAt, context.random),
    entry: lost.entry,
    slip: lost.slip,
    copy: nextCopyNumber(journal.db, lost.entry, lost.slip),
    // What the slip of a stick says stands in its owner; all others are made from their entry.
    owner: lost.slip === 'usb-manifest' ? lost.owner : 'service',
    bornAt,
  });
  if (!born.ok) {
    context.keeper.noteFault(born.error);
    return refuseFault(born.error);
  }
  context.paper.step(lost, 'replaced', plainStep);
  context.paper.printWhenReady(born.value.id, 0, 'at-once');
  context.changed();
  return ok(printJobView(born.value, null));
}
