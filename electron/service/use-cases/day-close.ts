import { dayClosedDraft } from '../../../counter/day/day-close.ts';
import { ok } from '../../../counter/result.ts';
import { dayTotals, openShifts, unsentSummary } from '../../../db/day-reads.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { atDesk, inOpenDay } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** Never waits for the head end: what is unsent stands in the entry and goes up later. */
export const dayClose: UseCase<'day.close'> = async (context, { uid }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const before = recordedBefore(desk.value.journal.db, uid, 'day closed');
  if (!before.ok) return before;
  if (before.value !== null) {
    const { businessDate, recharges, takingsPaise, unsent } = before.value;
    return ok({ businessDate: businessDate ?? '', recharges, takingsPaise, unsent });
  }
  const open = inOpenDay(context);
  if (!open.ok) return open;
  const { journal, actor, day } = open.value;
  const [shift] = openShifts(journal.db);
  if (shift !== undefined) return refuse('DAY_HAS_OPEN_SHIFT', { cashier: shift.cashier });
  const draft = dayClosedDraft({
    uid,
    day,
    operator: actor.person,
    totals: dayTotals(journal.db, day.day),
    unsent: unsentSummary(journal.db),
  });
  const appended = await context.keeper.append(draft);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  context.changed();
  const { recharges, takingsPaise, unsent } = draft;
  return ok({ businessDate: day.businessDate, recharges, takingsPaise, unsent });
};
