import { ok } from '../../../counter/result.ts';
import { atDesk } from '../signed-in.ts';
import { wantedList } from '../wanted-list.ts';
import type { UseCase } from './use-case.ts';

/** What a list would say now. */
export const listsPreview: UseCase<'lists.preview'> = async (context, input) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const wanted = wantedList(journal.db, input);
  return wanted.ok ? ok(await context.lists.preview(journal, wanted.value)) : wanted;
};
