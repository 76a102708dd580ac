import { ok } from '../../../counter/result.ts';
import { entryByUid } from '../../../db/entries.ts';
import { isSentKind } from '../../../db/row-facts.ts';
import { refuse } from '../refusal.ts';
import { rowHistoryView } from '../row-history-view.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** All that is stored about one row. */
export const uploadRow: UseCase<'upload.row'> = (context, { uid }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const stored = entryByUid(journal.db, uid);
  return stored === null || !isSentKind(stored.kind)
    ? refuse('RECEIPT_UNKNOWN')
    : ok(rowHistoryView(journal, stored, context.headEnd.attempts));
};
