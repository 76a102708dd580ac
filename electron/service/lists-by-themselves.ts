import { listsDue, type ListsFacts } from '../../counter/lists/lists-due.ts';
import { limits } from '../../counter/limits.ts';
import type { Clock, IsoDate } from '../../counter/time.ts';
import type { Journal } from '../../db/journal.ts';
import { lastClosedDay, latestOutage } from '../../db/list-reads.ts';
import type { ListWanted } from '../contract/list-schemas.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { ListsDesk } from './lists-desk.ts';
import type { Log } from './log.ts';
import { wantedList } from './wanted-list.ts';

/** Makes the lists that nobody has to ask for, while nobody is at the counter. */
export interface ListsByThemselves {
  /** One look at whether lists are due; what is begun goes on beside the sales. */
  rest(): Promise<void>;
}

interface Ports {
  readonly clock: Clock;
  readonly log: Log;
  readonly keeper: JournalKeeper;
  readonly lists: ListsDesk;
}

export function listsByThemselves(ports: Ports): ListsByThemselves {
  const { clock, keeper, lists, log } = ports;
  let underWay: Promise<void> | null = null;
  let notBeforeMs = 0;

  const look = async (journal: Journal): Promise<void> => {
    const facts = await factsOf(journal, ports);
    const due = listsDue(facts);
    if (due === null) return;
    const closed = due === 'day-closed' ? (lastClosedDay(journal.db)?.businessDate ?? null) : null;
    for (const wanted of wantedAt(closed, facts.outage)) {
      const list = wantedList(journal.db, wanted);
      const made = list.ok ? await lists.make(journal, list.value) : list;
      if (made.ok) continue;
      log.note('a list that is due could not be made', { due, list: wanted.list, code: made.error.code });
      notBeforeMs = clock.monotonicMs() + limits.listsRetryMs;
      return;
    }
  };

  return {
    rest: () => {
      const { journal } = keeper;
      if (underWay !== null) return underWay;
      if (journal === null || keeper.lock !== null || clock.monotonicMs() < notBeforeMs)
        return Promise.resolve();
      underWay = look(journal)
        .catch((error: unknown) => {
          notBeforeMs = clock.monotonicMs() + limits.listsRetryMs;
          log.incident('lists', 'lists that are due failed', error);
        })
        .finally(() => {
          underWay = null;
        });
      return underWay;
    },
  };
}

async function factsOf({ db }: Journal, { clock, lists }: Ports): Promise<ListsFacts> {
  const outage = latestOutage(db);
  return {
    nowMs: clock.wallMs(),
    madeAt: await lists.lastMadeAt(),
    dayClosedAt: lastClosedDay(db)?.closedAt ?? null,
    outage: outage !== null && outage.closedAt === null ? 'open' : 'none',
  };
}

/** The list that counts as made is the last: where one before it fails, all are tried again. */
function wantedAt(closedDate: IsoDate | null, outage: ListsFacts['outage']): ListWanted[] {
  const day: ListWanted[] = closedDate === null ? [] : [{ list: 'paid-in-day', businessDate: closedDate }];
  const inOutage: ListWanted[] = outage === 'open' ? [{ list: 'paid-in-outage' }] : [];
  return [...day, ...inOutage, { list: 'do-not-disconnect' }];
}
