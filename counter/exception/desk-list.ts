import { limits } from '../limits.ts';
import { assertNever } from '../result.ts';
import type { Standing } from './chain.ts';
import type { DeskClock } from './working-days.ts';

/** The lists of the desk, what is most urgent first. */
export const exceptionTabs = ['open', 'suspense', 'waiting', 'settled'] as const;
export type ExceptionTab = (typeof exceptionTabs)[number];

/** What a row must say of itself to find its place. */
export interface ListedRow {
  readonly standing: Standing['is'];
  readonly since: number;
  readonly takenAt: number;
  readonly amountPaise: number;
  /** Null where nothing is left to do. */
  readonly clock: DeskClock | null;
}

export interface TabSum {
  readonly count: number;
  readonly sumPaise: number;
}

export function tabOf(standing: Standing['is']): ExceptionTab {
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

/** The rows of one tab that are shown, and what all of them add up to. */
export function listTab<Row extends ListedRow>(
  rows: readonly Row[],
  tab: ExceptionTab,
): { readonly shown: Row[]; readonly sum: TabSum } {
  const own = rows.filter(({ standing }) => tabOf(standing) === tab);
  const sumPaise = own.reduce((sum, row) => sum + row.amountPaise, 0);
  return {
    shown: own.toSorted(byUrgency).slice(0, limits.exceptionRowsMax),
    sum: { count: own.length, sumPaise },
  };
}

/** What runs out first stands first; where no clock runs, the latest. */
function byUrgency(one: ListedRow, other: ListedRow): number {
  if (one.clock === null || other.clock === null) return other.since - one.since;
  return one.clock.dueAt - other.clock.dueAt || one.takenAt - other.takenAt;
}
