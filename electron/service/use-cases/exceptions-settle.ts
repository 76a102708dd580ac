import { isConsumerNumber } from '../../../counter/consumer/consumer.ts';
import type { SettlementLink } from '../../../counter/exception/chain.ts';
import { settlementDraft } from '../../../counter/exception/settlement-drafts.ts';
import { ok, type Result } from '../../../counter/result.ts';
import { currentDay } from '../../../db/day-reads.ts';
import type { ExceptionDetailView } from '../../contract/exception-schemas.ts';
import { appendJudged } from '../append-judged.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';
import {
  type Asked,
  detailOfReceipt,
  judgeAct,
  objectionTo,
  reasonFault,
  sameActAgain,
} from '../settle-exception.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** The credit goes to another consumer than the receipt names. */
export const exceptionsMove: UseCase<'exceptions.move'> = (context, asked) =>
  settle(context, asked, { outcome: 'moved', consumer: asked.consumer.trim() });

/** A payment that waited for a name has one. */
export const exceptionsMatch: UseCase<'exceptions.match'> = (context, asked) =>
  settle(context, asked, { outcome: 'matched', consumer: asked.consumer.trim() });

/** The same consumer once more: the reason of the refusal is gone. */
export const exceptionsResubmit: UseCase<'exceptions.resubmit'> = (context, asked) =>
  settle(context, asked, { outcome: 'resubmitted' });

type SettleWish =
  | { readonly outcome: 'moved' | 'matched'; readonly consumer: string }
  | { readonly outcome: 'resubmitted' };

async function settle(
  context: ServiceContext,
  asked: Asked,
  wish: SettleWish,
): Promise<Result<ExceptionDetailView, Refusal>> {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const before = recordedBefore(journal.db, asked.uid, 'refusal settled');
  if (!before.ok) return before;
  if (before.value !== null) {
    const consumer = 'consumer' in wish ? wish.consumer : null;
    return before.value.outcome === wish.outcome
      ? sameActAgain(context, journal, before.value, asked, consumer)
      : refuse('SETTLEMENT_CHANGED');
  }
  const wordless = reasonFault(asked.reason);
  if (wordless !== null) return wordless;
  const judged = judgeAct(journal.db, asked, wish);
  if (!judged.ok) return judged;
  const { chain, tip } = judged.value;
  const to = creditTo(context, wish, tip);
  if (!to.ok) return to;
  const day = currentDay(journal.db);
  const draft = settlementDraft({
    uid: asked.uid,
    day: day === null ? null : { uid: day.day, businessDate: day.businessDate },
    operator: actor.person,
    reason: asked.reason.trim(),
    recharge: chain.recharge,
    tip,
    outcome: wish.outcome,
    to: to.value,
  });
  const appended = await appendJudged(context.keeper, draft, objectionTo(asked, wish));
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  context.changed();
  return detailOfReceipt(context, journal, asked.receiptNumber);
}

type CreditTo = Pick<SettlementLink, 'consumer' | 'meter' | 'meterKind'>;

/** Whom to credit: somebody in the list, or once more the one whom the refused row names. */
function creditTo(context: ServiceContext, wish: SettleWish, tip: CreditTo): Result<CreditTo, Refusal> {
  const consumer = 'consumer' in wish ? wish.consumer : tip.consumer;
  if (!isConsumerNumber(consumer)) return refuse('CONSUMER_NUMBER_MALFORMED');
  const known = context.directory.find(consumer);
  if (known !== null) return ok({ consumer, meter: known.meter, meterKind: known.meterKind });
  if ('consumer' in wish) return refuse('CONSUMER_UNKNOWN', { consumer });
  const { meter, meterKind } = tip;
  return ok({ consumer, meter, meterKind });
}
