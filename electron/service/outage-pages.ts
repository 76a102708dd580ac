import { setImmediate as othersTurn } from 'node:timers/promises';
import type { ReadableDb } from '../../db/connection.ts';
import { readMoneyRows, tieOutMoment, type TieOutPage } from '../../db/tie-out.ts';

/**
 * Reads the receipts of an outage as they stand at this moment, page by page: whoever sells meanwhile has
 * their turn in between. They are those of the tie-out, for both must count the same rows.
 */
export async function eachOutagePage(
  db: ReadableDb,
  outage: string,
  each: (page: TieOutPage, ackedSeq: number) => void,
): Promise<void> {
  const moment = tieOutMoment(db, { kind: 'outage', outage });
  for (let next: number | null = moment.fromSeq; next !== null;) {
    const page: TieOutPage = readMoneyRows(db, moment, next);
    each(page, moment.ackedSeq);
    next = page.nextSeq;
    if (next !== null) await othersTurn();
  }
}
