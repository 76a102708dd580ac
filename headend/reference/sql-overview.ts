import { arrivedEntry, text, type SqlRow } from './sql-rows.ts';
import type { SqlSession } from './sql-database.ts';
import type { StoreTransaction } from './store.ts';

const latestEntriesSql = `
select entry.*, answer.turn, answer.number, answer.text, answer.signature
from (
  select newest.* from counter
  cross join lateral (
    select * from entry where entry.counter = counter.counter order by epoch desc, seq desc, found desc limit $1
  ) newest
  order by newest.arrived_at desc, newest.counter, newest.seq desc limit $1
) entry
left join lateral (
  select * from answer
  where answer.counter = entry.counter and answer.epoch = entry.epoch and answer.seq = entry.seq
    and answer.found = entry.found
  order by turn desc limit 1
) answer on true
order by entry.arrived_at desc, entry.counter, entry.seq desc`;

/** The text of an answer is canonical JSON: no name or amount in it can look like these. */
const latestSaying = (credit: 'pending' | 'rejected') => `
from answer
where text like '%"credit":"${credit}"%' and not exists (
  select 1 from answer later
  where later.counter = answer.counter and later.epoch = answer.epoch and later.seq = answer.seq
    and later.found = answer.found and later.turn > answer.turn
)`;

const totalsSql = `
select
  (select count(*) from entry) as entries,
  (select count(*) from credit) as credits,
  (select coalesce(sum(amount_paise), 0) from credit) as credited_paise,
  (select count(*) ${latestSaying('rejected')}) as refused,
  (select count(*) ${latestSaying('pending')}) as waiting`;

const waitingSql = `
select entry.*, said.turn, said.number, said.text, said.signature
from (select * ${latestSaying('pending')}) said
join entry using (counter, epoch, seq, found)
order by entry.arrived_at, entry.counter, entry.epoch, entry.seq, entry.found limit $1`;

const countersSql = `
select counter.counter, heard.arrived_at, code.office
from counter
left join lateral (
  select arrived_at from entry where entry.counter = counter.counter order by epoch desc, seq desc, found desc limit 1
) heard on true
left join lateral (
  select office from enrolment_code code
  where code.counter = counter.counter and code.public_key is not null order by code.code limit 1
) code on true`;

export function overviewQueries(session: SqlSession): Pick<StoreTransaction, 'latestEntries' | 'overview'> {
  const latestEntries = async (limit: number) =>
    (await session.query(latestEntriesSql, [limit])).map(arrivedEntry);
  return {
    latestEntries,
    overview: async (limit) => {
      const [totals] = await session.query(totalsSql, []);
      const waiting = await session.query(waitingSql, [limit]);
      const counters = await session.query(countersSql, []);
      const numberOf = (column: string): number => Number(totals?.[column]);
      return {
        entries: numberOf('entries'),
        credits: numberOf('credits'),
        creditedPaise: numberOf('credited_paise'),
        refused: numberOf('refused'),
        waiting: numberOf('waiting'),
        firstWaiting: waiting.map(arrivedEntry),
        latest: await latestEntries(limit),
        heardAt: byCounter(counters, 'arrived_at', Number),
        offices: byCounter(counters, 'office', text),
      };
    },
  };
}

function byCounter<Value>(
  rows: readonly SqlRow[],
  column: string,
  read: (value: unknown) => Value,
): ReadonlyMap<string, Value> {
  return new Map(
    rows.flatMap((row) => {
      const value = row[column];
      return value === null ? [] : [[text(row['counter']), read(value)] as const];
    }),
  );
}
