import { atDesk } from '../signed-in.ts';
import { wantedList } from '../wanted-list.ts';
import type { UseCase } from './use-case.ts';

/** The whole list as a signed file and as an A4 paper. */
export const listsMake: UseCase<'lists.make'> = async (context, input) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const wanted = wantedList(journal.db, input);
  return wanted.ok ? context.lists.make(journal, wanted.value) : wanted;
};
