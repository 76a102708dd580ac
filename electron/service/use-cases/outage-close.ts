import { outageClosedDraft } from '../../../counter/outage/outage-drafts.ts';
import { ok } from '../../../counter/result.ts';
import { currentDay, openOutage } from '../../../db/day-reads.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const outageClose: UseCase<'outage.close'> = async (context, { uid }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const before = recordedBefore(journal.db, uid, 'outage closed');
  if (!before.ok) return before;
  if (before.value !== null) return ok({ name: before.value.name });
  const open = openOutage(journal.db);
  if (open === null) return refuse('CONTRACT_VIOLATION', { field: 'outage' });
  const day = currentDay(journal.db);
  const draft = outageClosedDraft({
    uid,
    day: day === null ? null : { uid: day.day, businessDate: day.businessDate },
    operator: actor.person,
    outage: { uid: open.outage, name: open.name },
  });
  const appended = await context.keeper.append(draft);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  context.changed();
  return ok({ name: open.name });
};
