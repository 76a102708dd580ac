import { listTab } from '../../../counter/exception/desk-list.ts';
import { ok } from '../../../counter/result.ts';
import { exceptionRow } from '../exception-view.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** All that the head end has not credited as it was taken, by what is to be done about it. */
export const exceptionsList: UseCase<'exceptions.list'> = async (context, { tab }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const chains = await context.exceptions.chains(desk.value.journal);
  const rows = chains.map((chain) => exceptionRow(context, chain));
  return ok({
    rows: listTab(rows, tab).shown,
    tabs: {
      open: listTab(rows, 'open').sum,
      suspense: listTab(rows, 'suspense').sum,
      waiting: listTab(rows, 'waiting').sum,
      settled: listTab(rows, 'settled').sum,
    },
    over: rows.filter(({ clock }) => clock?.is === 'over').length,
  });
};
