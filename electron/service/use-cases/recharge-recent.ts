import { ok } from '../../../counter/result.ts';
import { recentRecharges } from '../../../db/entries.ts';
import { rechargeView } from '../recharge-view.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const rechargeRecent: UseCase<'recharge.recent'> = (context, { limit }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  return ok({
    recharges: recentRecharges(journal.db, limit).map((recorded) => rechargeView(journal, recorded)),
  });
};
