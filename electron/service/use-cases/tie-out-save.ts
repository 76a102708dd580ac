import { assert } from '../../../counter/result.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { endedRow, type EndedRow } from '../../../counter/tie-out/ended-row.ts';
import type { Claim } from '../../../counter/tie-out/row.ts';
import type { UnexplainedRow } from '../../../counter/tie-out/tie-out.ts';
import { entryByUid } from '../../../db/entries.ts';
import { askTieOut } from '../tie-out-asked.ts';
import { makeTieOutFiles } from '../tie-out-report-files.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** Ties out once more and leaves it as a signed file and a paper. */
export const tieOutSave: UseCase<'tieOut.save'> = async (context, { scope }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const outcomeOf = ({ uid }: Claim) => {
    const body = entryByUid(journal.db, uid)?.body;
    const entry = body === undefined ? null : readBody(body);
    assert(entry?.kind === 'refusal settled', 'what settles a receipt is an entry of that kind');
    return entry.outcome;
  };
  const unexplained: UnexplainedRow[] = [];
  const ended: EndedRow[] = [];
  const asked = await askTieOut(context, scope, {
    each: (row) => unexplained.push(row),
    also: (row, ackedSeq) => {
      const end = endedRow(row, ackedSeq, outcomeOf);
      if (end !== null) ended.push(end);
    },
  });
  return asked.ok ? makeTieOutFiles(context, asked.value, { unexplained, ended }) : asked;
};
