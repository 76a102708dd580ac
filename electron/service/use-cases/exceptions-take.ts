import { ownerDraft, ownerRule } from '../../../counter/exception/settlement-drafts.ts';
import { isOpen, standingOf } from '../../../counter/exception/chain.ts';
import { currentDay } from '../../../db/day-reads.ts';
import { personById } from '../../../db/people.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { chainOfReceipt, detailOfReceipt, reasonFault } from '../settle-exception.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** From here on one person looks after this exception, and the list says who. */
export const exceptionsTake: UseCase<'exceptions.take'> = async (context, asked) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const before = recordedBefore(journal.db, asked.uid, 'override');
  if (!before.ok) return before;
  if (before.value !== null) {
    const isSame = before.value.rule === ownerRule && before.value.approver === asked.owner;
    return isSame ? detailOfReceipt(context, journal, asked.receiptNumber) : refuse('SETTLEMENT_CHANGED');
  }
  const wordless = reasonFault(asked.note);
  if (wordless !== null) return wordless;
  const chain = chainOfReceipt(journal.db, asked.receiptNumber);
  if (!chain.ok) return chain;
  if (!isOpen(standingOf(chain.value)))
    return refuse('EXCEPTION_UNKNOWN', { receiptNumber: asked.receiptNumber });
  if (personById(journal.db, asked.owner)?.state !== 'active')
    return refuse('PERSON_UNKNOWN', { person: asked.owner });
  const day = currentDay(journal.db);
  const draft = ownerDraft({
    uid: asked.uid,
    day: day === null ? null : { uid: day.day, businessDate: day.businessDate },
    operator: actor.person,
    recharge: chain.value.recharge.uid,
    owner: asked.owner,
    reason: asked.note.trim(),
  });
  const appended = await context.keeper.append(draft);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  context.changed();
  return detailOfReceipt(context, journal, asked.receiptNumber);
};
