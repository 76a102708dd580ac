import type {
  AnswerRow,
  CodeRow,
  CounterRow,
  CreditRow,
  EntryRow,
  RecoveryRow,
  SettledRow,
  StoreBackup,
} from './store.ts';

/** What the store in memory holds, and how it becomes a backup and comes back from one. */
export interface Tables {
  readonly counters: Map<string, CounterRow>;
  readonly codes: Map<string, CodeRow>;
  readonly entries: Map<string, EntryRow>;
  readonly recoveries: Map<string, RecoveryRow>;
  /** Entries that bore a uid. */
  readonly uids: Map<string, readonly EntryRow[]>;
  /** Latest last; by counter, epoch, seq. */
  readonly answers: Map<string, readonly AnswerRow[]>;
  readonly answerLog: Map<string, AnswerRow>;
  readonly credits: Map<string, CreditRow>;
  readonly creditPlaces: Set<string>;
  readonly tokenIds: Map<string, ReadonlySet<number>>;
  /** By the uid that was settled. */
  readonly settled: Map<string, SettledRow>;
}

export function placeOf(row: { counter: string; epoch: number; seq: number; found: string }): string {
  return `${row.counter} ${row.epoch} ${row.seq} ${row.found}`;
}

export const emptyBackup: StoreBackup = {
  counters: [],
  codes: [],
  recoveries: [],
  entries: [],
  answers: [],
  credits: [],
  tokenIds: [],
  settled: [],
};

export function emptyTables(): Tables {
  return {
    counters: new Map(),
    codes: new Map(),
    recoveries: new Map(),
    entries: new Map(),
    uids: new Map(),
    answers: new Map(),
    answerLog: new Map(),
    credits: new Map(),
    creditPlaces: new Set(),
    tokenIds: new Map(),
    settled: new Map(),
  };
}

export function backupOf(tables: Tables): StoreBackup {
  return {
    counters: [...tables.counters.values()],
    codes: [...tables.codes.values()],
    recoveries: [...tables.recoveries.values()],
    entries: [...tables.entries.values()],
    answers: [...tables.answers.values()].flat(),
    credits: [...tables.credits.values()],
    settled: [...tables.settled.values()],
    tokenIds: [...tables.tokenIds].flatMap(([meter, ids]) => [...ids].map((tokenId) => ({ meter, tokenId }))),
  };
}

export function tablesOf(backup: StoreBackup): Tables {
  const answers = new Map<string, readonly AnswerRow[]>();
  for (const row of backup.answers) answers.set(placeOf(row), [...(answers.get(placeOf(row)) ?? []), row]);
  const uids = new Map<string, readonly EntryRow[]>();
  for (const row of backup.entries) {
    if (row.uid !== '') uids.set(row.uid, [...(uids.get(row.uid) ?? []), row]);
  }
  const tokenIds = new Map<string, ReadonlySet<number>>();
  for (const { meter, tokenId } of backup.tokenIds) {
    tokenIds.set(meter, new Set([...(tokenIds.get(meter) ?? []), tokenId]));
  }
  return {
    counters: new Map(backup.counters.map((row) => [row.counter, row])),
    codes: new Map(backup.codes.map((row) => [row.code, row])),
    recoveries: new Map(backup.recoveries.map((row) => [`${row.counter} ${row.epoch}`, row])),
    entries: new Map(backup.entries.map((row) => [placeOf(row), row])),
    uids,
    answers,
    answerLog: new Map(backup.answers.map((row) => [`${row.counter} ${row.number}`, row])),
    credits: new Map(backup.credits.map((row) => [row.uid, row])),
    creditPlaces: new Set(backup.credits.flatMap((row) => [placeOf(row), row.reference])),
    tokenIds,
    settled: new Map(backup.settled.map((row) => [row.settled, row])),
  };
}
