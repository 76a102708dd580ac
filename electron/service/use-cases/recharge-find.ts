import { ok } from '../../../counter/result.ts';
import { rechargeByUid } from '../../../db/entries.ts';
import { rechargeView } from '../recharge-view.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** The third outcome, "unknown", is looked up here by id and never guessed. */
export const rechargeFind: UseCase<'recharge.find'> = (context, { uid }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const recorded = rechargeByUid(journal.db, uid);
  return ok({ recharge: recorded === null ? null : rechargeView(journal, recorded) });
};
