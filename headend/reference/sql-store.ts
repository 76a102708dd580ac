import { backupSql, restoreSql } from './sql-backup.ts';
import type { SqlDatabase, SqlSession } from './sql-database.ts';
import { moneyQueries } from './sql-money.ts';
import { overviewQueries } from './sql-overview.ts';
import { recoveryQueries } from './sql-recoveries.ts';
import {
  answerParameters,
  answerRow,
  codeParameters,
  codeRow,
  counterParameters,
  counterRow,
  entryParameters,
  entryRow,
  insertAnswersSql,
  insertCodeSql,
  insertCounterSql,
  insertEntriesSql,
  mapOrNull,
  text,
} from './sql-rows.ts';
import { schemaSql } from './sql-schema.ts';
import type { Store, StoreTransaction } from './store.ts';

/** `serverEpoch` is taken only by a new, empty database. */
export async function openSqlStore(database: SqlDatabase, serverEpoch: string): Promise<Store> {
  await database.exec(schemaSql);
  await database.transaction((session) =>
    session.query('insert into server values (true, $1) on conflict do nothing', [serverEpoch]),
  );
  return {
    transaction: (run) => database.transaction((session) => run(transactionOn(session))),
    backup: () => database.transaction(backupSql),
    restore: (backup, newEpoch) => database.transaction((session) => restoreSql(session, backup, newEpoch)),
    close: () => database.close(),
  };
}

const updateCounterSql = `
update counter set epoch = $2, public_key = $3, acked_seq = $4, head_hash = $5, answer_count = $6, frozen = $7,
  signing_key = $8, heard_in = $9
where counter = $1`;

const latestAnswersSql = `
select distinct on (seq) * from answer
where counter = $1 and epoch = $2 and seq between $3 and $4 and found = '' order by seq, turn desc`;

function transactionOn(session: SqlSession): StoreTransaction {
  const one = async (sql: string, ...parameters: readonly unknown[]) =>
    (await session.query(sql, parameters))[0] ?? null;
  return {
    ...overviewQueries(session),
    ...recoveryQueries(session),
    ...moneyQueries(session),
    serverEpoch: async () => text((await one('select server_epoch from server'))?.['server_epoch']),
    lockCounter: async (counter) =>
      mapOrNull(await one('select * from counter where counter = $1 for update', counter), counterRow),
    counters: async () => (await session.query('select * from counter order by counter', [])).map(counterRow),
    insertCounter: async (row) => void (await session.query(insertCounterSql, counterParameters(row))),
    updateCounter: async (row) => void (await session.query(updateCounterSql, counterParameters(row))),
    lockCode: async (code) =>
      mapOrNull(await one('select * from enrolment_code where code = $1 for update', code), codeRow),
    offerCode: async (row) => void (await session.query(insertCodeSql, codeParameters(row))),
    useCode: async (code, publicKey) =>
      void (await one('update enrolment_code set public_key = $2 where code = $1', code, publicKey)),
    entryHashes: async (counter, epoch, from, to) => {
      const sql = `select seq, hash from entry
        where counter = $1 and epoch = $2 and seq between $3 and $4 and found = ''`;
      const rows = await session.query(sql, [counter, epoch, from, to]);
      return new Map(rows.map((row) => [Number(row['seq']), text(row['hash'])]));
    },
    entry: async (counter, epoch, seq, found) => {
      const sql = 'select * from entry where counter = $1 and epoch = $2 and seq = $3 and found = $4';
      return mapOrNull(await one(sql, counter, epoch, seq, found), entryRow);
    },
    uidsSeen: async (uids) => {
      const sql = 'select uid, hash from entry where uid in (select json_array_elements_text($1::json))';
      const seen = new Map<string, Set<string>>();
      for (const row of await session.query(sql, [JSON.stringify(uids)])) {
        const uid = text(row['uid']);
        seen.set(uid, (seen.get(uid) ?? new Set()).add(text(row['hash'])));
      }
      return seen;
    },
    latestAnswers: async (counter, epoch, from, to) => {
      const rows = (await session.query(latestAnswersSql, [counter, epoch, from, to])).map(answerRow);
      return new Map(rows.map((row) => [row.seq, row]));
    },
    answersAfter: async (counter, after, limit) => {
      const sql = 'select * from answer where counter = $1 and number > $2 order by number limit $3';
      return (await session.query(sql, [counter, after, limit])).map(answerRow);
    },
    insertEntries: async (rows) => {
      if (rows.length > 0) await session.query(insertEntriesSql, entryParameters(rows));
    },
    insertAnswers: async (rows) => {
      if (rows.length > 0) await session.query(insertAnswersSql, answerParameters(rows));
    },
    entryCount: async () => Number((await one('select count(*) as count from entry'))?.['count']),
  };
}
