import {
  answerParameters,
  answerRow,
  codeParameters,
  codeRow,
  counterParameters,
  counterRow,
  creditRow,
  entryParameters,
  entryRow,
  insertAnswersSql,
  insertCodeSql,
  insertCounterSql,
  insertCreditsSql,
  insertEntriesSql,
  insertRecoverySql,
  insertTokenIdsSql,
  recoveryParameters,
  recoveryRow,
  settledRow,
} from './sql-rows.ts';
import { insertSettledSql } from './sql-money.ts';
import type { SqlSession } from './sql-database.ts';
import type { StoreBackup } from './store.ts';

/** Rows written in one statement of a restore, so that no parameter grows without bound. */
const rowsPerInsert = 2_000;

export async function backupSql(session: SqlSession): Promise<StoreBackup> {
  const all = (table: string, order: string) => session.query(`select * from ${table} order by ${order}`, []);
  const tokenIds = await all('token_id', 'meter, token_id');
  return {
    counters: (await all('counter', 'counter')).map(counterRow),
    codes: (await all('enrolment_code', 'code')).map(codeRow),
    recoveries: (await all('recovery', 'counter, epoch')).map(recoveryRow),
    entries: (await all('entry', 'counter, epoch, seq, found')).map(entryRow),
    answers: (await all('answer', 'counter, number')).map(answerRow),
    credits: (await all('credit', 'counter, epoch, seq, found')).map(creditRow),
    settled: (await all('settled', 'settled')).map(settledRow),
    tokenIds: tokenIds.map((row) => ({ meter: String(row['meter']), tokenId: Number(row['token_id']) })),
  };
}

export async function restoreSql(
  session: SqlSession,
  backup: StoreBackup,
  serverEpoch: string,
): Promise<void> {
  for (const table of [
    'counter',
    'enrolment_code',
    'recovery',
    'entry',
    'answer',
    'credit',
    'token_id',
    'settled',
  ]) {
    await session.query(`delete from ${table}`, []);
  }
  await session.query('update server set server_epoch = $1', [serverEpoch]);
  for (const row of backup.counters) await session.query(insertCounterSql, counterParameters(row));
  for (const row of backup.codes) await session.query(insertCodeSql, codeParameters(row));
  for (const row of backup.recoveries) await session.query(insertRecoverySql, recoveryParameters(row));
  await insertAll(session, insertEntriesSql, backup.entries, entryParameters);
  await insertAll(session, insertAnswersSql, backup.answers, answerParameters);
  await insertAll(session, insertCreditsSql, backup.credits);
  await insertAll(session, insertTokenIdsSql, backup.tokenIds);
  await insertAll(session, insertSettledSql, backup.settled);
}

async function insertAll<Row>(
  session: SqlSession,
  sql: string,
  rows: readonly Row[],
  parametersOf: (rows: readonly Row[]) => readonly unknown[] = (slice) => [JSON.stringify(slice)],
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    await session.query(sql, parametersOf(rows.slice(start, start + rowsPerInsert)));
  }
}
