import { isConsumerNumber } from '../../../counter/consumer/consumer.ts';
import { ok } from '../../../counter/result.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** The head end's last word about this consumer at other counters; silence is an answer too. */
export const rechargePendingElsewhere: UseCase<'recharge.pendingElsewhere'> = async (
  context,
  { consumer },
) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  if (!isConsumerNumber(consumer)) return refuse('CONSUMER_NUMBER_MALFORMED');
  const told = await context.headEnd.pendingElsewhere(consumer);
  if (told === null) return ok({ is: 'silent' });
  const credits = told.credits.map(({ counter, amountPaise, takenAt }) => ({
    counter,
    amountPaise,
    takenAt,
  }));
  return ok({ is: 'told', pending: told.pending, credits });
};
