import { limits } from '../../../counter/limits.ts';
import { ok } from '../../../counter/result.ts';
import { countIsInRange, shiftOpenedDraft } from '../../../counter/shift/shift-open.ts';
import { openShifts, shiftsOfDay } from '../../../db/day-reads.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { inOpenDay } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** One drawer, one shift: a second one opens when the first is closed. */
export const shiftOpen: UseCase<'shift.open'> = async (context, { uid, float }) => {
  const open = inOpenDay(context);
  if (!open.ok) return open;
  const { journal, actor, day } = open.value;
  const before = recordedBefore(journal.db, uid, 'shift opened');
  if (!before.ok) return before;
  if (before.value !== null) {
    return ok({ shiftNumber: before.value.shiftNumber, floatPaise: before.value.floatPaise });
  }
  const [shift] = openShifts(journal.db);
  if (shift !== undefined) return refuse('SHIFT_ALREADY_OPEN', { cashier: shift.cashier });
  if (!countIsInRange(float)) return refuse('COUNT_OUT_OF_RANGE', { piecesMax: limits.denominationCountMax });
  const shiftNumber = shiftsOfDay(journal.db, day.day) + 1;
  const draft = shiftOpenedDraft({ uid, day, cashier: actor.person, shiftNumber, float });
  const appended = await context.keeper.append(draft);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  context.changed();
  return ok({ shiftNumber, floatPaise: draft.floatPaise });
};
