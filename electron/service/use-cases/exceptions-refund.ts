import { refundDraft } from '../../../counter/exception/settlement-drafts.ts';
import { refundNeedsSecondPerson } from '../../../counter/exception/who-may.ts';
import { ok, type Result } from '../../../counter/result.ts';
import type { ReadableDb } from '../../../db/connection.ts';
import { shiftTotals } from '../../../db/day-reads.ts';
import type { Input } from '../../contract/schemas.ts';
import { appendJudged } from '../append-judged.ts';
import { openDrawerOf } from '../open-drawer.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';
import { proveApprover } from '../session.ts';
import { atDesk, type Desk } from '../signed-in.ts';
import { detailOfReceipt, judgeAct, objectionTo, reasonFault, sameActAgain } from '../settle-exception.ts';
import { slipsOfAct } from '../slips-of-act.ts';
import type { UseCase } from './use-case.ts';

const wish = { outcome: 'refunded' } as const;

/**
 * Cash goes back for a recharge that the head end finally refused, once. Every rule is looked at before the
 * second person is asked, and again in the transaction that takes the cash out of the drawer.
 */
export const exceptionsRefund: UseCase<'exceptions.refund'> = async (context, asked) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const before = recordedBefore(journal.db, asked.uid, 'refund');
  if (!before.ok) return before;
  if (before.value !== null) return sameActAgain(context, journal, before.value, asked, null);
  const wordless = reasonFault(asked.reason);
  if (wordless !== null) return wordless;
  const judged = judgeAct(journal.db, asked, wish);
  if (!judged.ok) return judged;
  const drawer = openDrawerOf(journal.db);
  if (drawer === null) return refuse('SHIFT_NOT_OPEN');
  const { shift } = drawer.shift;
  const short = drawerFault(journal.db, shift, asked.amountPaise);
  if (short !== null) return { ok: false, error: short };
  const approver = await approverOf(context, desk.value, asked);
  if (!approver.ok) return approver;
  const draft = refundDraft({
    uid: asked.uid,
    day: { uid: drawer.day.day, businessDate: drawer.day.businessDate },
    shift,
    operator: actor.person,
    approver: approver.value,
    reason: asked.reason.trim(),
    recharge: judged.value.chain.recharge,
    tip: judged.value.tip,
  });
  const objection = objectionTo(asked, wish);
  const slips = slipsOfAct(context.paper, asked.uid, ['refund-slip']);
  const appended = await appendJudged(
    context.keeper,
    draft,
    // By then the cash is out of the drawer in this transaction: nothing more is asked of it.
    (db, beforeSeq) => objection(db, beforeSeq) ?? drawerFault(db, shift, 0),
    slips.alongside,
  );
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  slips.print(appended.value.entry.seq, 'at-once');
  context.changed();
  return detailOfReceipt(context, journal, asked.receiptNumber);
};

function drawerFault(db: ReadableDb, shift: string, amountPaise: number): Refusal | null {
  const { cashPaise } = shiftTotals(db, shift);
  return cashPaise < amountPaise ? { code: 'REFUND_DRAWER_TOO_LITTLE', params: { amountPaise } } : null;
}

/** The second person above the amount; below it whoever acts answers for it alone. */
async function approverOf(
  context: ServiceContext,
  { journal, actor }: Desk,
  asked: Input<'exceptions.refund'>,
): Promise<Result<string, Refusal>> {
  const above = context.config.exceptions.refundApproverPaise;
  if (!refundNeedsSecondPerson(asked.amountPaise, above)) return ok(actor.person);
  if (asked.approver === null) return refuse('APPROVAL_NEEDED', { guard: 'refund', limitPaise: above });
  const proved = await proveApprover(context.session, journal, context.clock, asked.approver);
  return proved.ok ? ok(proved.value.person) : proved;
}
