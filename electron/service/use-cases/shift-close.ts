import type { ShiftClosed } from '../../../counter/journal/day-entries.ts';
import type { Slip } from '../../../counter/journal/print-job.ts';
import { limits } from '../../../counter/limits.ts';
import { sumDenominations } from '../../../counter/money.ts';
import { ok, type Result } from '../../../counter/result.ts';
import {
  differenceFault,
  expectedCashPaise,
  shiftClosedDraft,
  type ShiftBooks,
} from '../../../counter/shift/shift-close.ts';
import { countIsInRange } from '../../../counter/shift/shift-open.ts';
import { shiftTotals } from '../../../db/day-reads.ts';
import type { Journal } from '../../../db/journal.ts';
import { openPrintJobs } from '../../../db/print-jobs.ts';
import type { Input } from '../../contract/schemas.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';
import { singleCopyNow } from '../single-copy.ts';
import { slipsOfAct } from '../slips-of-act.ts';
import { proveApprover } from '../session.ts';
import { atDesk, atOpenDrawer, type OpenDrawer } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** The count is blind: no refusal before the close tells what was expected. */
export const shiftClose: UseCase<'shift.close'> = async (context, input) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const before = recordedBefore(desk.value.journal.db, input.uid, 'shift closed');
  if (!before.ok) return before;
  if (before.value !== null) {
    return ok(closedView(before.value));
  }
  const drawer = atOpenDrawer(context);
  if (!drawer.ok) return drawer;
  const { journal, actor, day, shift } = drawer.value;
  const questions = openPrintJobs(journal.db).filter(
    ({ state }) =>
      state === 'uncertain' || state === 'sending' || state === 'awaiting' || state === 'stalled',
  );
  if (questions.length > 0) return refuse('SHIFT_HAS_OPEN_PRINTS', { count: questions.length });
  if (!countIsInRange(input.counted)) {
    return refuse('COUNT_OUT_OF_RANGE', { piecesMax: limits.denominationCountMax });
  }
  const books: ShiftBooks = { floatPaise: shift.floatPaise, ...shiftTotals(journal.db, shift.shift) };
  const approver = await approverOfDifference(context, drawer.value, books, input);
  if (!approver.ok) return approver;
  const draft = shiftClosedDraft({
    uid: input.uid,
    day,
    shift: shift.shift,
    cashier: actor.person,
    counted: input.counted,
    books,
    differenceReason: input.differenceReason,
    approver: approver.value,
  });
  const slips = slipsOfAct(context.paper, input.uid, slipsOfClose(context, journal));
  const appended = await context.keeper.append(draft, slips.alongside);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  slips.print(appended.value.entry.seq, 'at-once');
  context.changed();
  return ok(closedView(draft));
};

/** What stands in one copy alone goes with the drawer: the office gets it on paper. */
function slipsOfClose(context: ServiceContext, journal: Journal): readonly Slip[] {
  const uncovered = singleCopyNow(context, journal)?.sales ?? 0;
  return uncovered === 0 ? ['shift-slip'] : ['shift-slip', 'counterfoil'];
}

/** Null where no second person is needed. */
async function approverOfDifference(
  context: ServiceContext,
  { journal }: OpenDrawer,
  books: ShiftBooks,
  input: Input<'shift.close'>,
): Promise<Result<string | null, Refusal>> {
  const differencePaise = sumDenominations(input.counted) - expectedCashPaise(books);
  const limit = context.config.guards.differenceApproverPaise;
  const given = { reason: input.differenceReason, approved: false };
  const fault = differenceFault(differencePaise, given, limit);
  if (fault === null) return ok(null);
  if (fault !== 'DIFFERENCE_NEEDS_APPROVER' || input.approver === null)
    return refuse(fault, { limitPaise: limit });
  const approver = await proveApprover(context.session, journal, context.clock, input.approver);
  return approver.ok ? ok(approver.value.person) : approver;
}

function closedView(
  closed: Pick<
    ShiftClosed,
    'countedPaise' | 'expectedPaise' | 'differencePaise' | 'floatPaise' | 'recharges' | 'takingsPaise'
  >,
) {
  const { countedPaise, expectedPaise, differencePaise, floatPaise, recharges, takingsPaise } = closed;
  return { countedPaise, expectedPaise, differencePaise, floatPaise, recharges, takingsPaise };
}
