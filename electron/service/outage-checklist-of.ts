import { outageChecklist, type Amounts } from '../../counter/outage/outage-checklist.ts';
import { isExplained } from '../../counter/outage/row-state.ts';
import { assert } from '../../counter/result.ts';
import { unsentSummary } from '../../db/day-reads.ts';
import type { Journal } from '../../db/journal.ts';
import { outageByUid, outageRows, type OutageRow } from '../../db/outage-reads.ts';
import type { OutageChecklistView } from '../contract/view-schemas.ts';
import type { ServiceContext } from './service-context.ts';

/** The checklist of an outage of this journal, made anew from what is on disk and from the link. */
export function checklistOf(context: ServiceContext, journal: Journal, uid: string): OutageChecklistView {
  const { closeAfterMs } = context.config.outage;
  const outage = outageByUid(journal.db, uid);
  assert(outage !== null, `outage ${uid} is on disk`);
  const rows = outageRows(journal.db, outage);
  const answeringForMs = answeringFor(context);
  const items = outageChecklist(
    {
      answeringForMs,
      unsent: unsentSummary(journal.db),
      pending: amountsOf(rows, ({ state }) => state === 'pending' || state === 'suspense'),
      refused: amountsOf(rows, ({ state, isUnderWay }) => isAgainst(state) && !isUnderWay),
      unexplained: amountsOf(rows, ({ state }) => !isExplained(state)),
    },
    closeAfterMs,
  );
  return { items: items.map(asView), answeringForMs, closeAfterMs };
}

function isAgainst(state: OutageRow['state']): boolean {
  return state === 'refused' || state === 'differs';
}

function amountsOf(rows: readonly OutageRow[], counts: (row: OutageRow) => boolean): Amounts {
  const counted = rows.filter(counts);
  return { count: counted.length, sumPaise: counted.reduce((sum, row) => sum + row.amountPaise, 0) };
}

function asView({ line, state, count, sumPaise }: ReturnType<typeof outageChecklist>[number]) {
  return { line, state, count, sumPaise };
}

function answeringFor({ clock, headEnd: { snapshot } }: ServiceContext): number | null {
  if (snapshot?.link !== 'answering') return null;
  return Math.max(0, clock.wallMs() - snapshot.since);
}
