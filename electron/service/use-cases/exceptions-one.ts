import { readBody } from '../../../counter/journal/read-body.ts';
import { ok } from '../../../counter/result.ts';
import { entryByUid } from '../../../db/entries.ts';
import { detailOfReceipt } from '../settle-exception.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const exceptionsOne: UseCase<'exceptions.one'> = (context, { receiptNumber }) => {
  const desk = atDesk(context);
  return desk.ok ? detailOfReceipt(context, desk.value.journal, receiptNumber) : desk;
};

/** What became of an act whose reply never came: asked by its uid, never guessed and never done again. */
export const exceptionsFind: UseCase<'exceptions.find'> = (context, { uid }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const stored = entryByUid(journal.db, uid);
  const entry = stored === null ? null : readBody(stored.body);
  if (entry?.kind !== 'refund' && entry?.kind !== 'refusal settled') return ok({ done: null });
  const detail = detailOfReceipt(context, journal, entry.receiptNumber);
  return detail.ok ? ok({ done: detail.value }) : detail;
};
