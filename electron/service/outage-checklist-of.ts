import { outageChecklist, type Amounts } from '../../counter/outage/outage-checklist.ts';
import type { RowState } from '../../counter/tie-out/row.ts';
import { emptyTieOut, type Sums } from '../../counter/tie-out/tie-out.ts';
import { unsentSummary } from '../../db/day-reads.ts';
import type { Journal } from '../../db/journal.ts';
import { addPage } from '../../db/tie-out.ts';
import type { OutageChecklistView } from '../contract/outage-schemas.ts';
import { eachOutagePage } from './outage-pages.ts';
import type { ServiceContext } from './service-context.ts';

/** The checklist of an outage of this journal, made anew from what is on disk and from the link. */
export async function checklistOf(
  context: ServiceContext,
  { db }: Journal,
  outage: string,
): Promise<OutageChecklistView> {
  const { closeAfterMs } = context.config.outage;
  const tieOut = emptyTieOut();
  await eachOutagePage(db, outage, (page, acked) => addPage(tieOut, page, acked, () => undefined));
  const { total } = tieOut;
  const answeringForMs = answeringFor(context);
  const { count, sumPaise } = unsentSummary(db);
  const items = outageChecklist(
    {
      answeringForMs,
      unsent: { count, sumPaise },
      pending: amountsOf(total, ['pending', 'suspense']),
      refused: amountsOf(total, ['refused', 'differs']),
      unexplained: { count: total.unexplainedRows, sumPaise: total.unexplainedPaise },
    },
    closeAfterMs,
  );
  return { items: [...items], answeringForMs, closeAfterMs };
}

function amountsOf({ states }: Sums, wanted: readonly RowState[]): Amounts {
  const counted = wanted.map((state) => states[state]);
  return {
    count: counted.reduce((sum, { rows }) => sum + rows, 0),
    sumPaise: counted.reduce((sum, { paise }) => sum + paise, 0),
  };
}

function answeringFor({ clock, headEnd: { snapshot } }: ServiceContext): number | null {
  if (snapshot?.link !== 'answering') return null;
  return Math.max(0, clock.wallMs() - snapshot.since);
}
