import { outageClosedDraft } from '../../../counter/outage/outage-drafts.ts';
import { type ChecklistItem, firstOpenLine } from '../../../counter/outage/outage-checklist.ts';
import { assertNever, ok } from '../../../counter/result.ts';
import { currentDay, openOutage } from '../../../db/day-reads.ts';
import { checklistOf } from '../outage-checklist-of.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse, type Refused } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** Nobody can close it while a line of the checklist is open: neither a head cashier nor an officer. */
export const outageClose: UseCase<'outage.close'> = async (context, { uid }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const before = recordedBefore(journal.db, uid, 'outage closed');
  if (!before.ok) return before;
  if (before.value !== null) return ok({ name: before.value.name });
  const open = openOutage(journal.db);
  if (open === null) return refuse('OUTAGE_NOT_OPEN');
  const line = firstOpenLine((await checklistOf(context, journal, open.outage)).items);
  if (line !== null) return refuseLine(line, context.config.outage.closeAfterMs);
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

function refuseLine({ line, count, sumPaise }: ChecklistItem, closeAfterMs: number): Refused {
  const amounts = { count, sumPaise };
  switch (line) {
    case 'head-end':
      return refuse('OUTAGE_HEAD_END_AWAY', closeAfterMs === 0 ? {} : { minutes: minutesOf(closeAfterMs) });
    case 'unsent':
      return refuse('OUTAGE_HAS_UNSENT', amounts);
    case 'pending':
      return refuse('OUTAGE_HAS_PENDING', amounts);
    case 'refused':
      return refuse('OUTAGE_HAS_REFUSED', amounts);
    case 'tie-out':
      return refuse('OUTAGE_NOT_EXPLAINED', amounts);
    default:
      return assertNever(line);
  }
}

function minutesOf(ms: number): number {
  return Math.ceil(ms / 60_000);
}
