import { placeOf, type Tables } from './memory-tables.ts';
import type { ArrivedEntry, EntryRow, StoreTransaction } from './store.ts';

/** Sets one value, and takes it back with its transaction. */
export type Put = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value) => void;

/** Ledger, tokens, and which entry disposes of which other one's money. */
export function moneyWritesOf(
  tables: Tables,
  put: Put,
  undo: (() => void)[],
): Pick<StoreTransaction, 'insertCredits' | 'insertSettled' | 'insertTokenIds'> {
  const add = (set: Set<string>, value: string, what: string) => {
    if (set.has(value)) throw new Error(`${what} is there already: ${value}`);
    undo.push(() => set.delete(value));
    set.add(value);
  };
  return {
    insertCredits: async (rows) => {
      for (const row of rows) {
        add(tables.creditPlaces, placeOf(row), 'credit');
        add(tables.creditPlaces, row.reference, 'reference');
        if (tables.credits.has(row.uid)) throw new Error(`uid is credited already: ${row.uid}`);
        put(tables.credits, row.uid, row);
      }
    },
    insertSettled: async (rows) => {
      for (const row of rows) {
        if (tables.settled.has(row.settled)) throw new Error(`settled already: ${row.settled}`);
        put(tables.settled, row.settled, row);
      }
    },
    insertTokenIds: async (meter, tokenIds) => {
      const before = tables.tokenIds.get(meter) ?? new Set();
      if (tokenIds.some((id) => before.has(id)))
        throw new Error(`token identifier is used already: ${meter}`);
      put(tables.tokenIds, meter, new Set([...before, ...tokenIds]));
    },
  };
}

export function moneyReadsOf(
  tables: Tables,
): Pick<StoreTransaction, 'entriesOf' | 'settledOf' | 'askedOnDays' | 'rechargesElsewhere'> {
  const arrived = (entry: EntryRow): ArrivedEntry => ({
    entry,
    answer: tables.answers.get(placeOf(entry))?.at(-1) ?? null,
  });
  const inOrder = (rows: readonly EntryRow[]): EntryRow[] =>
    rows.toSorted((left, right) => left.epoch - right.epoch || left.seq - right.seq);
  return {
    entriesOf: async (counter, uids) => {
      const rows = [...new Set(uids)].flatMap((uid) => tables.uids.get(uid) ?? []);
      return inOrder(rows.filter((row) => row.counter === counter && row.found === '')).map(arrived);
    },
    settledOf: async (uids) => [...new Set(uids)].flatMap((uid) => tables.settled.get(uid) ?? []),
    rechargesElsewhere: async (consumer, counter, limit) =>
      [...tables.entries.values()]
        .filter((row) => row.consumer === consumer && row.counter !== counter && row.found === '')
        .toReversed()
        .toSorted((left, right) => right.arrivedAt - left.arrivedAt)
        .slice(0, limit)
        .map(arrived),
    askedOnDays: async (counter, from, to) => {
      const isAsked = (row: EntryRow): boolean =>
        row.counter === counter && row.found === '' && row.businessDate >= from && row.businessDate <= to;
      return inOrder([...tables.entries.values()].filter(isAsked)).map((entry) => {
        const credit = tables.credits.get(entry.uid);
        const isOfThis = credit !== undefined && placeOf(credit) === placeOf(entry);
        return { ...arrived(entry), creditedPaise: isOfThis ? credit.amountPaise : null };
      });
    },
  };
}
