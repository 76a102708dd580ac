import { assertNever, ok, type Result } from '../../counter/result.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { latestBusinessDate, latestOutage } from '../../db/list-reads.ts';
import type { ListWanted } from '../contract/list-schemas.ts';
import type { WantedList } from './gather-list.ts';
import { refuse, type Refusal } from './refusal.ts';

/** What was asked for, by the names and dates that the journal knows. */
export function wantedList(db: ReadableDb, wanted: ListWanted): Result<WantedList, Refusal> {
  const latest = latestOutage(db);
  const outage = latest === null ? null : { uid: latest.outage, name: latest.name };
  switch (wanted.list) {
    case 'do-not-disconnect':
      return ok({ list: wanted.list, outage: latest?.closedAt === null ? outage : null });
    case 'paid-in-outage':
      return outage === null ? refuse('LIST_HAS_NO_OUTAGE') : ok({ list: wanted.list, outage });
    case 'paid-in-day': {
      const businessDate = wanted.businessDate ?? latestBusinessDate(db);
      return businessDate === null ? refuse('DAY_NOT_OPEN') : ok({ list: wanted.list, businessDate });
    }
    default:
      return assertNever(wanted);
  }
}
