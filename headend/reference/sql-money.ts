import type { SqlSession } from './sql-database.ts';
import { arrivedEntry, creditRow, insertCreditsSql, insertTokenIdsSql, settledRow } from './sql-rows.ts';
import type { StoreTransaction } from './store.ts';

export const insertSettledSql = `
insert into settled (settled, by_uid, how)
select settled, "by", how from json_to_recordset($1::json) as item (settled text, "by" text, how text)`;

const latestAnswer = `
left join lateral (
  select * from answer
  where answer.counter = entry.counter and answer.epoch = entry.epoch and answer.seq = entry.seq
    and answer.found = entry.found
  order by turn desc limit 1
) answer on true`;

const entriesOfSql = `
select entry.*, answer.turn, answer.number, answer.text, answer.signature
from entry ${latestAnswer}
where entry.counter = $1 and entry.found = '' and entry.uid in (select json_array_elements_text($2::json))
order by entry.epoch, entry.seq`;

const askedOnDaysSql = `
select entry.*, answer.turn, answer.number, answer.text, answer.signature, credit.amount_paise
from entry ${latestAnswer}
left join credit on credit.counter = entry.counter and credit.epoch = entry.epoch
  and credit.seq = entry.seq and credit.found = entry.found
where entry.counter = $1 and entry.found = '' and entry.business_date <> ''
  and entry.business_date between $2 and $3
order by entry.epoch, entry.seq`;

const rechargesElsewhereSql = `
select entry.*, answer.turn, answer.number, answer.text, answer.signature
from entry ${latestAnswer}
where entry.consumer = $1 and entry.consumer <> '' and entry.counter <> $2 and entry.found = ''
order by entry.arrived_at desc, entry.counter, entry.seq desc limit $3`;

type MoneyCalls =
  | 'credits'
  | 'insertCredits'
  | 'tokenIdsOf'
  | 'insertTokenIds'
  | 'entriesOf'
  | 'settledOf'
  | 'insertSettled'
  | 'askedOnDays'
  | 'rechargesElsewhere';

/** The part of a transaction that follows the money: ledger and tokens, which entry disposes of which, what stands for a day. */
export function moneyQueries(session: SqlSession): Pick<StoreTransaction, MoneyCalls> {
  const insert = async (sql: string, rows: readonly unknown[]) => {
    if (rows.length > 0) await session.query(sql, [JSON.stringify(rows)]);
  };
  return {
    credits: async () =>
      (await session.query('select * from credit order by counter, epoch, seq, found', [])).map(creditRow),
    insertCredits: (rows) => insert(insertCreditsSql, rows),
    tokenIdsOf: async (meter) => {
      const rows = await session.query('select token_id from token_id where meter = $1', [meter]);
      return new Set(rows.map((row) => Number(row['token_id'])));
    },
    insertTokenIds: (meter, tokenIds) =>
      insert(
        insertTokenIdsSql,
        tokenIds.map((tokenId) => ({ meter, tokenId })),
      ),
    entriesOf: async (counter, uids) =>
      (await session.query(entriesOfSql, [counter, JSON.stringify(uids)])).map(arrivedEntry),
    settledOf: async (uids) => {
      const sql = 'select * from settled where settled in (select json_array_elements_text($1::json))';
      return (await session.query(sql, [JSON.stringify(uids)])).map(settledRow);
    },
    insertSettled: (rows) => insert(insertSettledSql, rows),
    rechargesElsewhere: async (consumer, counter, limit) =>
      (await session.query(rechargesElsewhereSql, [consumer, counter, limit])).map(arrivedEntry),
    askedOnDays: async (counter, from, to) =>
      (await session.query(askedOnDaysSql, [counter, from, to])).map((row) => ({
        ...arrivedEntry(row),
        creditedPaise: row['amount_paise'] === null ? null : Number(row['amount_paise']),
      })),
  };
}
