import type { SqlSession } from './sql-database.ts';
import {
  answerRow,
  arrivedEntry,
  codeRow,
  insertRecoverySql,
  mapOrNull,
  recoveryParameters,
  recoveryRow,
} from './sql-rows.ts';
import type { StoreTransaction } from './store.ts';

const foundAnswersSql = `
select distinct on (found) * from answer
where counter = $1 and epoch = $2 and seq between $3 and $4 and found <> '' order by found, turn desc`;

const foundEntriesSql = `
select entry.*, answer.turn, answer.number, answer.text, answer.signature
from entry left join lateral (
  select * from answer
  where answer.counter = entry.counter and answer.epoch = entry.epoch and answer.seq = entry.seq
    and answer.found = entry.found
  order by turn desc limit 1
) answer on true
where entry.found <> '' order by entry.counter, entry.epoch, entry.seq, entry.found`;

/** The part of a transaction that knows of restored counters. */
export function recoveryQueries(
  session: SqlSession,
): Pick<StoreTransaction, 'usedCodeOf' | 'recoveries' | 'insertRecovery' | 'foundAnswers' | 'foundEntries'> {
  return {
    usedCodeOf: async (counter) => {
      const sql = 'select * from enrolment_code where counter = $1 and public_key is not null limit 1';
      return mapOrNull((await session.query(sql, [counter]))[0] ?? null, codeRow);
    },
    recoveries: async (counter) => {
      const sql = 'select * from recovery where counter = $1 order by epoch';
      return (await session.query(sql, [counter])).map(recoveryRow);
    },
    insertRecovery: async (row) => void (await session.query(insertRecoverySql, recoveryParameters(row))),
    foundAnswers: async (counter, epoch, from, to) => {
      const rows = (await session.query(foundAnswersSql, [counter, epoch, from, to])).map(answerRow);
      return new Map(rows.map((row) => [row.found, row]));
    },
    foundEntries: async () => (await session.query(foundEntriesSql, [])).map(arrivedEntry),
  };
}
