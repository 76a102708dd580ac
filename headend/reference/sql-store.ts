import type {
  AnswerRow,
  ArrivedEntry,
  CodeRow,
  CounterRow,
  CreditRow,
  EntryRow,
  Fork,
  Store,
  StoreTransaction,
} from './store.ts';
import { backupSql, restoreSql } from './sql-backup.ts';
import { schemaSql } from './sql-schema.ts';

/** What the store needs of a database; PGlite and PostgreSQL both fit it. */
export interface SqlSession {
  query(sql: string, parameters: readonly unknown[]): Promise<readonly SqlRow[]>;
}

export type SqlRow = Readonly<Record<string, unknown>>;

export interface SqlDatabase {
  exec(sql: string): Promise<void>;
  transaction<Value>(run: (session: SqlSession) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

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

export const columns = {
  entry:
    'counter text, epoch integer, seq bigint, uid text, kind text, body text, hash text, "arrivedAt" bigint',
  answer: 'counter text, epoch integer, seq bigint, turn integer, number bigint, text text, signature text',
  credit:
    'uid text, counter text, epoch integer, seq bigint, consumer text, "amountPaise" bigint, reference text, "appliedAt" bigint',
};

export const insertEntriesSql = `
insert into entry (counter, epoch, seq, uid, kind, body, hash, arrived_at)
select counter, epoch, seq, uid, kind, body, hash, "arrivedAt"
from json_to_recordset($1::json) as item (${columns.entry})`;

export const insertAnswersSql = `
insert into answer (counter, epoch, seq, turn, number, text, signature)
select counter, epoch, seq, turn, number, text, signature
from json_to_recordset($1::json) as item (${columns.answer})`;

export const insertCreditsSql = `
insert into credit (uid, counter, epoch, seq, consumer, amount_paise, reference, applied_at)
select uid, counter, epoch, seq, consumer, "amountPaise", reference, "appliedAt"
from json_to_recordset($1::json) as item (${columns.credit})`;

export const insertTokenIdsSql = `
insert into token_id (meter, token_id)
select meter, "tokenId" from json_to_recordset($1::json) as item (meter text, "tokenId" integer)`;

export const insertCounterSql = `
insert into counter (counter, epoch, public_key, acked_seq, head_hash, answer_count, frozen)
values ($1, $2, $3, $4, $5, $6, $7)`;

const updateCounterSql = `
update counter set epoch = $2, public_key = $3, acked_seq = $4, head_hash = $5, answer_count = $6, frozen = $7
where counter = $1`;

export const insertCodeSql = `
insert into enrolment_code
  (code, counter, office, office_name_hi, office_name_en, company_hi, company_en, public_key)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`;

const latestAnswersSql = `
select distinct on (seq) * from answer
where counter = $1 and epoch = $2 and seq between $3 and $4 order by seq, turn desc`;

const latestEntriesSql = `
select entry.*, answer.turn, answer.number, answer.text, answer.signature
from (select * from entry order by arrived_at desc, counter, seq desc limit $1) entry
left join lateral (
  select * from answer
  where answer.counter = entry.counter and answer.epoch = entry.epoch and answer.seq = entry.seq
  order by turn desc limit 1
) answer on true
order by entry.arrived_at desc, entry.counter, entry.seq desc`;

function transactionOn(session: SqlSession): StoreTransaction {
  const one = async (sql: string, ...parameters: readonly unknown[]) =>
    (await session.query(sql, parameters))[0] ?? null;
  const insert = async (sql: string, rows: readonly unknown[]) => {
    if (rows.length > 0) await session.query(sql, [JSON.stringify(rows)]);
  };
  return {
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
      const sql = 'select seq, hash from entry where counter = $1 and epoch = $2 and seq between $3 and $4';
      const rows = await session.query(sql, [counter, epoch, from, to]);
      return new Map(rows.map((row) => [Number(row['seq']), text(row['hash'])]));
    },
    entry: async (counter, epoch, seq) => {
      const sql = 'select * from entry where counter = $1 and epoch = $2 and seq = $3';
      return mapOrNull(await one(sql, counter, epoch, seq), entryRow);
    },
    uidsSeen: async (uids) => {
      const sql = 'select uid from entry where uid in (select json_array_elements_text($1::json))';
      const rows = await session.query(sql, [JSON.stringify(uids)]);
      return new Set(rows.map((row) => text(row['uid'])));
    },
    latestAnswers: async (counter, epoch, from, to) => {
      const rows = (await session.query(latestAnswersSql, [counter, epoch, from, to])).map(answerRow);
      return new Map(rows.map((row) => [row.seq, row]));
    },
    answersAfter: async (counter, after, limit) => {
      const sql = 'select * from answer where counter = $1 and number > $2 order by number limit $3';
      return (await session.query(sql, [counter, after, limit])).map(answerRow);
    },
    insertEntries: (rows) => insert(insertEntriesSql, rows),
    insertAnswers: (rows) => insert(insertAnswersSql, rows),
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
    credits: async () =>
      (await session.query('select * from credit order by counter, epoch, seq', [])).map(creditRow),
    latestEntries: async (limit) => (await session.query(latestEntriesSql, [limit])).map(arrivedEntry),
    entryCount: async () => Number((await one('select count(*) as count from entry'))?.['count']),
  };
}

export function counterRow(row: SqlRow): CounterRow {
  const frozen = row['frozen'];
  return {
    counter: text(row['counter']),
    epoch: Number(row['epoch']),
    publicKey: text(row['public_key']),
    ackedSeq: Number(row['acked_seq']),
    headHash: text(row['head_hash']),
    answerCount: Number(row['answer_count']),
    frozen: typeof frozen === 'string' ? (JSON.parse(frozen) as Fork) : null,
  };
}

export function counterParameters(row: CounterRow): readonly unknown[] {
  const frozen = row.frozen === null ? null : JSON.stringify(row.frozen);
  return [row.counter, row.epoch, row.publicKey, row.ackedSeq, row.headHash, row.answerCount, frozen];
}

export function codeRow(row: SqlRow): CodeRow {
  const publicKey = row['public_key'];
  return {
    code: text(row['code']),
    counter: text(row['counter']),
    office: text(row['office']),
    officeNameHi: text(row['office_name_hi']),
    officeNameEn: text(row['office_name_en']),
    companyHi: text(row['company_hi']),
    companyEn: text(row['company_en']),
    publicKey: typeof publicKey === 'string' ? publicKey : null,
  };
}

export function codeParameters(row: CodeRow): readonly unknown[] {
  const { code, counter, office, officeNameHi, officeNameEn, companyHi, companyEn, publicKey } = row;
  return [code, counter, office, officeNameHi, officeNameEn, companyHi, companyEn, publicKey];
}

export function entryRow(row: SqlRow): EntryRow {
  return {
    counter: text(row['counter']),
    epoch: Number(row['epoch']),
    seq: Number(row['seq']),
    uid: text(row['uid']),
    kind: text(row['kind']),
    body: text(row['body']),
    hash: text(row['hash']),
    arrivedAt: Number(row['arrived_at']),
  };
}

export function answerRow(row: SqlRow): AnswerRow {
  return {
    counter: text(row['counter']),
    epoch: Number(row['epoch']),
    seq: Number(row['seq']),
    turn: Number(row['turn']),
    number: Number(row['number']),
    text: text(row['text']),
    signature: text(row['signature']),
  };
}

export function creditRow(row: SqlRow): CreditRow {
  return {
    uid: text(row['uid']),
    counter: text(row['counter']),
    epoch: Number(row['epoch']),
    seq: Number(row['seq']),
    consumer: text(row['consumer']),
    amountPaise: Number(row['amount_paise']),
    reference: text(row['reference']),
    appliedAt: Number(row['applied_at']),
  };
}

function arrivedEntry(row: SqlRow): ArrivedEntry {
  return { entry: entryRow(row), answer: row['turn'] === null ? null : answerRow(row) };
}

function mapOrNull<Value>(row: SqlRow | null, map: (row: SqlRow) => Value): Value | null {
  return row === null ? null : map(row);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`the database gave ${typeof value} where text was expected`);
  return value;
}
