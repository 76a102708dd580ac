import { outageOpenedDraft } from '../../../counter/outage/outage-drafts.ts';
import { ok } from '../../../counter/result.ts';
import { currentDay, openOutage } from '../../../db/day-reads.ts';
import { outageNames } from '../../../db/outage-reads.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** One outage at a time: while one is open, a second call names the one that is. */
export const outageOpen: UseCase<'outage.open'> = async (context, input) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const before = recordedBefore(journal.db, input.uid, 'outage opened');
  if (!before.ok) return before;
  if (before.value !== null) return ok({ name: before.value.name });
  const open = openOutage(journal.db);
  if (open !== null) return ok({ name: open.name });
  if (input.name.trim() === '' || input.cause.trim() === '')
    return refuse('CONTRACT_VIOLATION', { field: 'name' });
  if (input.since > context.clock.wallMs()) return refuse('CONTRACT_VIOLATION', { field: 'since' });
  if (outageNames(journal.db).has(input.name.trim())) {
    return refuse('OUTAGE_NAME_TAKEN', { name: input.name.trim() });
  }
  const day = currentDay(journal.db);
  const draft = outageOpenedDraft({
    ...input,
    day: day === null ? null : { uid: day.day, businessDate: day.businessDate },
    operator: actor.person,
  });
  const appended = await context.keeper.append(draft);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  context.changed();
  return ok({ name: draft.name });
};
