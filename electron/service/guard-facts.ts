import { sameAmountSinceMs, type GuardFacts } from '../../counter/recharge/guards.ts';
import { kolkataDate } from '../../counter/time.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { consumerCashOn, sameAmountSince } from '../../db/consumer-reads.ts';
import type { ServiceContext } from './service-context.ts';

/** Asks this counter's journal what the guards need. Per-day cash counts the calendar day of taking. */
export function guardFacts(
  context: Pick<ServiceContext, 'clock' | 'config'>,
  db: ReadableDb,
  asked: { readonly consumer: string; readonly amountPaise: number; readonly known: boolean },
): GuardFacts {
  const now = context.clock.wallMs();
  const since = sameAmountSinceMs(context.config.guards, now);
  return {
    amountPaise: asked.amountPaise,
    takenTodayPaise: consumerCashOn(db, asked.consumer, kolkataDate(now)),
    sameAmountBefore: since !== null && sameAmountSince(db, asked.consumer, asked.amountPaise, since),
    known: asked.known,
  };
}
