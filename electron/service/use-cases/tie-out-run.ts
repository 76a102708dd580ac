import { limits } from '../../../counter/limits.ts';
import { ok } from '../../../counter/result.ts';
import { keepFirst, type UnexplainedRow } from '../../../counter/tie-out/tie-out.ts';
import { askTieOut } from '../tie-out-asked.ts';
import { tieOutView } from '../tie-out-view.ts';
import type { UseCase } from './use-case.ts';

/** Counter, head end, difference. It reads page by page, so sales go on beside it. */
export const tieOutRun: UseCase<'tieOut.run'> = async (context, { scope, afterSeq }) => {
  const rows: UnexplainedRow[] = [];
  const asked = await askTieOut(context, scope, {
    each: (row) => {
      // One more than is shown tells that there are more.
      if (row.seq > afterSeq) keepFirst(rows, row, limits.tieOutRowsShown + 1);
    },
  });
  return asked.ok ? ok(tieOutView(asked.value, rows)) : asked;
};
