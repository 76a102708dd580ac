import { isConsumerNumber } from '../../../counter/consumer/consumer.ts';
import type { Approval } from '../../../counter/journal/recharge-entries.ts';
import { amountFault, tenderedFault } from '../../../counter/recharge/amounts.ts';
import { judgeRecharge, unapproved } from '../../../counter/recharge/guards.ts';
import { rechargeDraft, sameRecharge, type RechargeDraft } from '../../../counter/recharge/recharge-draft.ts';
import { ok, type Result } from '../../../counter/result.ts';
import { openOutage, unsentSummary } from '../../../db/day-reads.ts';
import type { Input } from '../../contract/schemas.ts';
import { guardFacts } from '../guard-facts.ts';
import { rechargeViewByUid, rechargeViewOf } from '../recharge-view.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';
import { proveApprover } from '../session.ts';
import { slipsOfAct } from '../slips-of-act.ts';
import { atDesk, atOpenDrawer, type OpenDrawer } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

type Asked = Input<'recharge.record'>;

/**
 * Takes the money, once for a uid. Order is law: journal and second copy first, then the answer, then
 * the paper. What the paper waits for is decided before the commit.
 */
export const rechargeRecord: UseCase<'recharge.record'> = async (context, asked) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const before = recordedBefore(journal.db, asked.uid, 'recharge');
  if (!before.ok) return before;
  if (before.value !== null) {
    return sameRecharge(before.value, asked)
      ? ok(rechargeViewByUid(journal, asked.uid))
      : refuse('RECHARGE_CHANGED', { receiptNumber: before.value.receiptNumber });
  }
  const fault = amountFault(asked.amountPaise) ?? tenderedFault(asked.amountPaise, asked.tenderedPaise);
  if (fault !== null) return refuse(fault);
  if (!isConsumerNumber(asked.consumer)) return refuse('CONSUMER_NUMBER_MALFORMED');
  const drawer = atOpenDrawer(context);
  if (!drawer.ok) return drawer;
  const draft = await approvedDraft(context, drawer.value, asked);
  if (!draft.ok) return draft;

  // Decided before the commit: acts that move no money may still be on their way, older money may not.
  const waitForAnswer = context.headEnd.isAnswering && unsentSummary(journal.db).count === 0;
  const approvedSingleCopy = draft.value.approvals.some(({ guard }) => guard === 'single-copy');
  const slips = slipsOfAct(
    context.paper,
    asked.uid,
    approvedSingleCopy ? ['receipt', 'counterfoil'] : ['receipt'],
  );
  const appended = await context.keeper.append(draft.value, slips.alongside);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  slips.print(appended.value.entry.seq, waitForAnswer ? 'wait-for-answer' : 'at-once');
  context.changed();
  const { body, entry: stored } = appended.value;
  // What was just written needs no reading, and nobody can have answered yet.
  return ok(
    body?.kind === 'recharge'
      ? rechargeViewOf(journal, { stored, recharge: body, answer: null }, slips.receipt)
      : rechargeViewByUid(journal, asked.uid),
  );
};

/** Judges the guards, proves who approved what they ask for, and writes the draft. */
async function approvedDraft(
  context: ServiceContext,
  { journal, actor, day, shift }: OpenDrawer,
  asked: Asked,
): Promise<Result<RechargeDraft, Refusal>> {
  const known = context.directory.find(asked.consumer);
  const facts = guardFacts(context, journal, { ...asked, known: known !== null });
  const verdict = judgeRecharge(context.config.guards, facts);
  if (verdict.kind === 'refused') return refuse(verdict.code, { leftPaise: verdict.leftPaise });
  const [missing] = unapproved(verdict.needs, asked.approvals);
  if (missing === 'unknown-consumer') return refuse('CONSUMER_UNKNOWN', { consumer: asked.consumer });
  if (missing !== undefined) return refuse('APPROVAL_NEEDED', { guard: missing });
  const approvals: Approval[] = [];
  for (const { guard, approver, pin } of asked.approvals) {
    if (!verdict.needs.includes(guard)) continue;
    const proved = await proveApprover(context.session, journal, context.clock, { person: approver, pin });
    if (!proved.ok) return proved;
    approvals.push({ guard, approver });
  }
  return ok(
    rechargeDraft({
      uid: asked.uid,
      day,
      shift: shift.shift,
      cashier: actor.person,
      consumer: asked.consumer,
      known,
      amountPaise: asked.amountPaise,
      tenderedPaise: asked.tenderedPaise,
      approvals,
      outage: openOutage(journal.db)?.outage ?? null,
    }),
  );
}
