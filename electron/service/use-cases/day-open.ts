import { dateToConfirm, dayOpenedDraft } from '../../../counter/day/day-open.ts';
import { ok } from '../../../counter/result.ts';
import { currentDay, sessionsOn } from '../../../db/day-reads.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** The date is shown large and confirmed: a call that names another one is not about today. */
export const dayOpen: UseCase<'day.open'> = async (context, { uid, businessDate }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const before = recordedBefore(journal.db, uid, 'day opened');
  if (!before.ok) return before;
  if (before.value !== null) {
    // Another date under the same uid is another act.
    return before.value.businessDate === businessDate
      ? ok({ businessDate, session: before.value.session })
      : refuse('RECHARGE_CHANGED', { seq: before.value.seq });
  }
  const open = currentDay(journal.db);
  if (open !== null) return refuse('DAY_ALREADY_OPEN', { businessDate: open.businessDate });
  const today = dateToConfirm(context.clock.wallMs());
  if (businessDate !== today) return refuse('CONTRACT_VIOLATION', { field: 'businessDate', today });
  const sessionsBefore = sessionsOn(journal.db, businessDate);
  const draft = dayOpenedDraft({ uid, businessDate, operator: actor.person, sessionsBefore });
  const appended = await context.keeper.append(draft);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  context.changed();
  return ok({ businessDate, session: draft.session });
};
