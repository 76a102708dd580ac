import { assert } from '../../counter/result.ts';
import type {
  ArrivedEntry,
  AnswerRow,
  CodeRow,
  CounterRow,
  CreditRow,
  EntryRow,
  RecoveryRow,
  SettledRow,
} from './store.ts';
import { forkSchema, settledSchema } from './stored-shapes.ts';

/** How rows of the database become rows of the store and back. Whole numbers arrive as number, bigint or text. */
export type SqlRow = Readonly<Record<string, unknown>>;

const creditColumns =
  'uid text, counter text, epoch integer, seq bigint, consumer text, "amountPaise" bigint, reference text, "appliedAt" bigint, found text';

/**
 * Bodies and the texts of answers are most of what is written, and none of them holds a line feed: they go
 * to the database as the lines of one text beside the other columns, so that none is escaped and parsed.
 */
export const insertEntriesSql = `
insert into entry (counter, epoch, seq, uid, kind, hash, arrived_at, found, business_date, consumer, body)
select * from rows from (
  json_to_recordset($1::json) as (counter text, epoch integer, seq bigint, uid text, kind text, hash text,
    "arrivedAt" bigint, found text, "businessDate" text, consumer text),
  string_to_table($2, E'\\n')
) as item`;

export const insertAnswersSql = `
insert into answer (counter, epoch, seq, turn, number, signature, found, text)
select * from rows from (
  json_to_recordset($1::json) as (counter text, epoch integer, seq bigint, turn integer, number bigint,
    signature text, found text),
  string_to_table($2, E'\\n')
) as item`;

export function entryParameters(rows: readonly EntryRow[]): readonly unknown[] {
  const others = rows.map((row) => ({ ...row, body: undefined }));
  return [JSON.stringify(others), linesOf(rows.map(({ body }) => body))];
}

export function answerParameters(rows: readonly AnswerRow[]): readonly unknown[] {
  const others = rows.map((row) => ({ ...row, text: undefined }));
  return [JSON.stringify(others), linesOf(rows.map((row) => row.text))];
}

function linesOf(texts: readonly string[]): string {
  assert(!texts.some((line) => line === '' || line.includes('\n')), 'each text is one line');
  return texts.join('\n');
}

export const insertCreditsSql = `
insert into credit (uid, counter, epoch, seq, consumer, amount_paise, reference, applied_at, found)
select uid, counter, epoch, seq, consumer, "amountPaise", reference, "appliedAt", found
from json_to_recordset($1::json) as item (${creditColumns})`;

export const insertTokenIdsSql = `
insert into token_id (meter, token_id)
select meter, "tokenId" from json_to_recordset($1::json) as item (meter text, "tokenId" integer)`;

export const insertCounterSql = `
insert into counter (counter, epoch, public_key, acked_seq, head_hash, answer_count, frozen, signing_key,
  heard_in)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

export const insertCodeSql = `
insert into enrolment_code
  (code, counter, office, office_name_hi, office_name_en, company_hi, company_en, public_key)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`;

export const insertRecoverySql = `
insert into recovery
  (counter, epoch, old_seq, old_hash, old_public_key, public_key, hash, beyond_seq, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

export function recoveryRow(row: SqlRow): RecoveryRow {
  return {
    counter: text(row['counter']),
    epoch: Number(row['epoch']),
    oldSeq: Number(row['old_seq']),
    oldHash: text(row['old_hash']),
    oldPublicKey: text(row['old_public_key']),
    publicKey: text(row['public_key']),
    hash: text(row['hash']),
    beyondSeq: Number(row['beyond_seq']),
    at: Number(row['at']),
  };
}

export function recoveryParameters(row: RecoveryRow): readonly unknown[] {
  const { counter, epoch, oldSeq, oldHash, oldPublicKey, publicKey, hash, beyondSeq, at } = row;
  return [counter, epoch, oldSeq, oldHash, oldPublicKey, publicKey, hash, beyondSeq, at];
}

export function counterRow(row: SqlRow): CounterRow {
  const frozen = row['frozen'];
  return {
    counter: text(row['counter']),
    epoch: Number(row['epoch']),
    publicKey: text(row['public_key']),
    signingKey: text(row['signing_key']),
    ackedSeq: Number(row['acked_seq']),
    headHash: text(row['head_hash']),
    answerCount: Number(row['answer_count']),
    frozen: typeof frozen === 'string' ? forkSchema.parse(JSON.parse(frozen)) : null,
    heardIn: text(row['heard_in']),
  };
}

export function counterParameters(row: CounterRow): readonly unknown[] {
  const frozen = row.frozen === null ? null : JSON.stringify(row.frozen);
  const { counter, epoch, publicKey, ackedSeq, headHash, answerCount, signingKey, heardIn } = row;
  return [counter, epoch, publicKey, ackedSeq, headHash, answerCount, frozen, signingKey, heardIn];
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
    found: text(row['found']),
    businessDate: text(row['business_date']),
    consumer: text(row['consumer']),
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
    found: text(row['found']),
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
    found: text(row['found']),
  };
}

export function settledRow(row: SqlRow): SettledRow {
  return {
    settled: text(row['settled']),
    by: text(row['by_uid']),
    how: settledSchema.shape.how.parse(row['how']),
  };
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`the database gave ${typeof value} where text was expected`);
  return value;
}

export function arrivedEntry(row: SqlRow): ArrivedEntry {
  return { entry: entryRow(row), answer: row['turn'] === null ? null : answerRow(row) };
}

export function mapOrNull<Value>(row: SqlRow | null, map: (row: SqlRow) => Value): Value | null {
  return row === null ? null : map(row);
}
