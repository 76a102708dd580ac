import { moneyReadsOf, moneyWritesOf, type Put } from './memory-money.ts';
import { assert } from '../../counter/result.ts';
import { overviewOf } from './memory-overview.ts';
import { backupOf, emptyTables, placeOf, type Tables, tablesOf } from './memory-tables.ts';
import type { AnswerRow, CreditRow, Store, StoreTransaction } from './store.ts';

/** The store in memory: transactions one after another, each taken back whole if it throws. */
export function createMemoryStore(serverEpoch: string): Store {
  let tables = emptyTables();
  let epochNow = serverEpoch;
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <Value>(run: () => Promise<Value>): Promise<Value> => {
    const turn = queue.then(run);
    queue = turn.catch(() => undefined);
    return turn;
  };

  return {
    transaction: (run) =>
      inTurn(async () => {
        const undo: (() => void)[] = [];
        try {
          return await run(transactionOn(tables, epochNow, undo));
        } catch (error) {
          for (const step of undo.toReversed()) step();
          throw error;
        }
      }),
    backup: () => inTurn(async () => backupOf(tables)),
    restore: (backup, newEpoch) =>
      inTurn(async () => {
        tables = tablesOf(backup);
        epochNow = newEpoch;
      }),
    close: async () => {},
  };
}

function transactionOn(tables: Tables, serverEpoch: string, undo: (() => void)[]): StoreTransaction {
  const put: Put = (map, key, value) => {
    const before = map.get(key);
    undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)));
    map.set(key, value);
  };
  return {
    ...readsOf(tables),
    ...moneyReadsOf(tables),
    ...moneyWritesOf(tables, put, undo),
    serverEpoch: async () => serverEpoch,
    insertCounter: async (row) => {
      if (tables.counters.has(row.counter)) throw new Error(`counter is there already: ${row.counter}`);
      put(tables.counters, row.counter, row);
    },
    updateCounter: async (row) => put(tables.counters, row.counter, row),
    offerCode: async (row) => {
      if (!tables.codes.has(row.code)) put(tables.codes, row.code, row);
    },
    useCode: async (code, publicKey) => {
      const row = tables.codes.get(code);
      assert(row !== undefined, 'a used code is there');
      put(tables.codes, code, { ...row, publicKey });
    },
    insertRecovery: async (row) => {
      const key = `${row.counter} ${row.epoch}`;
      if (tables.recoveries.has(key)) throw new Error(`recovery is there already: ${key}`);
      put(tables.recoveries, key, row);
    },
    insertEntries: async (rows) => {
      for (const row of rows) {
        if (tables.entries.has(placeOf(row))) throw new Error(`entry is there already: ${placeOf(row)}`);
        put(tables.entries, placeOf(row), row);
        if (row.uid !== '') put(tables.uids, row.uid, [...(tables.uids.get(row.uid) ?? []), row]);
      }
    },
    insertAnswers: async (rows) => {
      for (const row of rows) {
        const before = tables.answers.get(placeOf(row)) ?? [];
        if (before.some(({ turn }) => turn === row.turn)) throw new Error('answer is there already');
        put(
          tables.answers,
          placeOf(row),
          [...before, row].toSorted((left, right) => left.turn - right.turn),
        );
        put(tables.answerLog, `${row.counter} ${row.number}`, row);
      }
    },
  };
}

type Reads = Pick<
  StoreTransaction,
  | 'lockCounter'
  | 'counters'
  | 'lockCode'
  | 'entryHashes'
  | 'entry'
  | 'foundAnswers'
  | 'usedCodeOf'
  | 'recoveries'
  | 'uidsSeen'
  | 'latestAnswers'
  | 'answersAfter'
  | 'tokenIdsOf'
  | 'credits'
  | 'latestEntries'
  | 'entryCount'
  | 'overview'
  | 'foundEntries'
>;

function readsOf(tables: Tables): Reads {
  return {
    lockCounter: async (counter) => tables.counters.get(counter) ?? null,
    counters: async () => [...tables.counters.values()].toSorted(by((row) => row.counter)),
    lockCode: async (code) => tables.codes.get(code) ?? null,
    entryHashes: async (counter, epoch, from, to) => {
      const rows = between(tables.entries, counter, epoch, from, to);
      return new Map(rows.map(([seq, row]) => [seq, row.hash]));
    },
    usedCodeOf: async (counter) =>
      [...tables.codes.values()].find((row) => row.counter === counter && row.publicKey !== null) ?? null,
    recoveries: async (counter) =>
      [...tables.recoveries.values()]
        .filter((row) => row.counter === counter)
        .toSorted((left, right) => left.epoch - right.epoch),
    entry: async (counter, epoch, seq, found) =>
      tables.entries.get(placeOf({ counter, epoch, seq, found })) ?? null,
    foundAnswers: async (counter, epoch, from, to) => {
      const found = new Map<string, AnswerRow>();
      // Only a counter that was restored has any.
      if (tables.recoveries.size === 0) return found;
      for (const rows of tables.answers.values()) {
        const last = rows.at(-1);
        if (last === undefined || last.found === '' || last.counter !== counter || last.epoch !== epoch)
          continue;
        if (last.seq >= from && last.seq <= to) found.set(last.found, last);
      }
      return found;
    },
    uidsSeen: async (uids) => {
      const seen = new Map<string, ReadonlySet<string>>();
      for (const uid of uids) {
        const rows = tables.uids.get(uid);
        if (rows !== undefined) seen.set(uid, new Set(rows.map(({ hash }) => hash)));
      }
      return seen;
    },
    latestAnswers: async (counter, epoch, from, to) => {
      const latest = new Map<number, AnswerRow>();
      for (const [seq, rows] of between(tables.answers, counter, epoch, from, to)) {
        const last = rows.at(-1);
        if (last !== undefined) latest.set(seq, last);
      }
      return latest;
    },
    answersAfter: async (counter, after, limit) => {
      const rows: AnswerRow[] = [];
      for (let number = after + 1; rows.length < limit; number += 1) {
        const row = tables.answerLog.get(`${counter} ${number}`);
        if (row === undefined) break;
        rows.push(row);
      }
      return rows;
    },
    tokenIdsOf: async (meter) => tables.tokenIds.get(meter) ?? new Set(),
    credits: async () => sortedByPlace([...tables.credits.values()]),
    latestEntries: async (limit) =>
      [...tables.entries.values()]
        .slice(-limit)
        .toReversed()
        .map((entry) => ({ entry, answer: tables.answers.get(placeOf(entry))?.at(-1) ?? null })),
    foundEntries: async () =>
      [...tables.entries.values()]
        .filter(({ found }) => found !== '')
        .toSorted(by((row) => `${row.counter} ${row.epoch} ${String(row.seq).padStart(16)} ${row.found}`))
        .map((entry) => ({ entry, answer: tables.answers.get(placeOf(entry))?.at(-1) ?? null })),
    entryCount: async () => tables.entries.size,
    overview: async (limit) => overviewOf(tables, limit),
  };
}

function between<Row>(
  map: ReadonlyMap<string, Row>,
  counter: string,
  epoch: number,
  from: number,
  to: number,
): (readonly [number, Row])[] {
  const rows: (readonly [number, Row])[] = [];
  for (let seq = from; seq <= to; seq += 1) {
    const row = map.get(placeOf({ counter, epoch, seq, found: '' }));
    if (row !== undefined) rows.push([seq, row]);
  }
  return rows;
}

function by<Row>(key: (row: Row) => string): (left: Row, right: Row) => number {
  return (left, right) => (key(left) < key(right) ? -1 : 1);
}

function sortedByPlace(rows: readonly CreditRow[]): readonly CreditRow[] {
  return rows.toSorted(
    (left, right) =>
      left.counter.localeCompare(right.counter, 'en') || left.epoch - right.epoch || left.seq - right.seq,
  );
}
