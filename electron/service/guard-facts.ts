import { sameAmountSinceMs, type GuardFacts } from '../../counter/recharge/guards.ts';
import { kolkataDate } from '../../counter/time.ts';
import { consumerCashOn, sameAmountSince } from '../../db/consumer-reads.ts';
import type { Journal } from '../../db/journal.ts';
import { singleCopyNow } from './single-copy.ts';
import type { ServiceContext } from './service-context.ts';

/** Asks this counter's journal what the guards need. Per-day cash counts the calendar day of taking. */
export function guardFacts(
  context: Pick<ServiceContext, 'clock' | 'config' | 'copyDevice'>,
  journal: Journal,
  asked: { readonly consumer: string; readonly amountPaise: number; readonly known: boolean },
): GuardFacts {
  const { db } = journal;
  const now = context.clock.wallMs();
  const since = sameAmountSinceMs(context.config.guards, now);
  return {
    amountPaise: asked.amountPaise,
    takenTodayPaise: consumerCashOn(db, asked.consumer, kolkataDate(now)),
    sameAmountBefore: since !== null && sameAmountSince(db, asked.consumer, asked.amountPaise, since),
    known: asked.known,
    singleCopyDue: singleCopyNow(context, journal)?.due ?? false,
  };
}
