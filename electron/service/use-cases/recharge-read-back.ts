import { ok } from '../../../counter/result.ts';
import { judgeRecharge } from '../../../counter/recharge/guards.ts';
import { amountFault } from '../../../counter/recharge/amounts.ts';
import { isConsumerNumber } from '../../../counter/consumer/consumer.ts';
import { consumerPending } from '../../../db/consumer-reads.ts';
import { guardFacts } from '../guard-facts.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** What the cashier reads back before cash is taken, and which guards will ask for a second person. */
export const rechargeReadBack: UseCase<'recharge.readBack'> = (context, { consumer, amountPaise }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  if (!isConsumerNumber(consumer)) return refuse('CONSUMER_NUMBER_MALFORMED');
  const known = context.directory.find(consumer);
  const facts = guardFacts(context, journal, {
    consumer,
    amountPaise: amountPaise ?? 0,
    known: known !== null,
  });
  if (amountPaise !== null) {
    const fault = amountFault(amountPaise);
    if (fault !== null) return refuse(fault);
  }
  const verdict = judgeRecharge(context.config.guards, facts);
  if (verdict.kind === 'refused') return refuse(verdict.code, { leftPaise: verdict.leftPaise });
  const { count, sumPaise, lastAt } = consumerPending(journal.db, consumer);
  return ok({
    consumer: known,
    suspense: known === null,
    pending: count === 0 || lastAt === null ? null : { count, sumPaise, lastAt },
    takenTodayPaise: facts.takenTodayPaise,
    needs: [...verdict.needs],
  });
};
