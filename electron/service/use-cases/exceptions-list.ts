import { limits } from '../../../counter/limits.ts';
import { assertNever, ok } from '../../../counter/result.ts';
import type { ExceptionRowView, ExceptionTab } from '../../contract/exception-schemas.ts';
import { exceptionRow } from '../exception-view.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** All that the head end has not credited as it was taken, by what is to be done about it. */
export const exceptionsList: UseCase<'exceptions.list'> = async (context, { tab }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const chains = await context.exceptions.chains(desk.value.journal);
  const rows = chains.map((chain) => exceptionRow(context, chain));
  const rowsOf = (name: ExceptionTab) => rows.filter((row) => tabOf(row) === name);
  return ok({
    rows: rowsOf(tab).toSorted(byUrgency).slice(0, limits.exceptionRowsMax),
    tabs: {
      open: sumOf(rowsOf('open')),
      suspense: sumOf(rowsOf('suspense')),
      waiting: sumOf(rowsOf('waiting')),
      settled: sumOf(rowsOf('settled')),
    },
    over: rows.filter(({ clock }) => clock?.is === 'over').length,
  });
};

function tabOf({ standing }: ExceptionRowView): ExceptionTab {
  switch (standing) {
    case 'refused':
    case 'differs':
      return 'open';
    case 'suspense':
      return 'suspense';
    case 'unsent':
    case 'pending':
      return 'waiting';
    case 'credited':
    case 'settled':
    case 'refunded':
    case 'cancelled':
      return 'settled';
    default:
      return assertNever(standing);
  }
}

/** What runs out first stands first; what is settled, the latest first. */
function byUrgency(one: ExceptionRowView, other: ExceptionRowView): number {
  if (one.clock === null || other.clock === null) return other.since - one.since;
  return one.clock.dueAt - other.clock.dueAt || one.takenAt - other.takenAt;
}

function sumOf(rows: readonly ExceptionRowView[]): { count: number; sumPaise: number } {
  return { count: rows.length, sumPaise: rows.reduce((sum, row) => sum + row.amountPaise, 0) };
}
