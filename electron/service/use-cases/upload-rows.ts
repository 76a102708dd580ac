import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../../../counter/limits.ts';
import { ok } from '../../../counter/result.ts';
import { latestDates, latestOutages } from '../../../db/sent-rows.ts';
import { rowSearchOf } from '../row-search.ts';
import { pageOfRows } from '../sent-rows-page.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** What was taken and where it stands, as the journal says it at this moment. */
export const uploadRows: UseCase<'upload.rows'> = async (context, asked) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const search = rowSearchOf(asked.search, (text) => {
    const found = context.directory.search(text);
    return found.ok ? found.value.hits.map(({ consumer }) => consumer.consumer) : [];
  });
  const { attempts } = context.headEnd;
  const page = await pageOfRows(journal, { asked, search, attempts, nextTurn });
  const outages = latestOutages(journal.db, limits.rowsChoicesMax);
  return ok({
    ...page,
    outages: outages.map(({ outage, ...rest }) => ({ uid: outage, ...rest })),
    dates: latestDates(journal.db, limits.rowsChoicesMax),
  });
};
