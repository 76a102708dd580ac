import { sumStates } from '../../counter/lists/receipt-state.ts';
import { limits } from '../../counter/limits.ts';
import { assertNever } from '../../counter/result.ts';
import type { ListPreview } from '../contract/list-schemas.ts';
import type { GatheredList } from './gather-list.ts';

/** What the screen shows of a list: all of its sums, and its first rows. */
export function listPreviewOf(
  list: GatheredList,
  known: { readonly at: number; readonly directoryAt: number | null },
): ListPreview {
  const { outage, receipts, paidPaise } = list;
  const every = { outage, receipts, paidPaise, at: known.at };
  switch (list.list) {
    case 'do-not-disconnect':
      return {
        list: list.list,
        ...every,
        consumers: list.rows.length,
        directoryAt: known.directoryAt,
        rows: shown(list.rows).map((row) => ({ ...row, receipts: [...row.receipts] })),
      };
    case 'paid':
      return {
        list: list.list,
        ...every,
        businessDate: list.scope.list === 'paid-in-day' ? list.scope.businessDate : null,
        states: sumStates(list.rows),
        rows: shown(list.rows),
      };
    default:
      return assertNever(list);
  }
}

function shown<Row>(rows: readonly Row[]): Row[] {
  return rows.slice(0, limits.listPreviewRowsMax);
}
