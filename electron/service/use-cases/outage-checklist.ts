import { ok } from '../../../counter/result.ts';
import { openOutage } from '../../../db/day-reads.ts';
import { checklistOf } from '../outage-checklist-of.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const outageChecklistGet: UseCase<'outage.checklist'> = async (context) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const open = openOutage(journal.db);
  return ok({ checklist: open === null ? null : await checklistOf(context, journal, open.outage) });
};
