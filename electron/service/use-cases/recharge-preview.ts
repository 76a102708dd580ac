import { isConsumerNumber } from '../../../counter/consumer/consumer.ts';
import { amountFault } from '../../../counter/recharge/amounts.ts';
import { ok } from '../../../counter/result.ts';
import { openOutage } from '../../../db/day-reads.ts';
import { widthDotsOf } from '../printer-link.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const rechargePreview: UseCase<'recharge.preview'> = async (context, asked) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const fault = amountFault(asked.amountPaise);
  if (fault !== null) return refuse(fault);
  if (!isConsumerNumber(asked.consumer)) return refuse('CONSUMER_NUMBER_MALFORMED');
  const { maker, link } = context.paper;
  const document = maker?.preview({
    ...asked,
    cashier: desk.value.actor.person,
    outageName: openOutage(desk.value.journal.db)?.name ?? null,
    now: context.clock.wallMs(),
  });
  const dots = document === undefined ? null : await link.render(document, widthDotsOf(context.config));
  return dots === null ? refuse('PRINTER_MISSING') : ok(dots);
};
