import { limits } from '../../../counter/limits.ts';
import { ok } from '../../../counter/result.ts';
import { recentOutages } from '../../../db/outage-reads.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const outageList: UseCase<'outage.list'> = (context) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const outages = recentOutages(desk.value.journal.db, limits.outagesListedMax);
  return ok({
    outages: outages.map(({ outage, name, since, closed }) => ({
      uid: outage,
      name,
      since,
      closedAt: closed?.at ?? null,
    })),
  });
};
