import type { Entry, Recharge } from '../counter/journal/entry.ts';
import { readBody } from '../counter/journal/read-body.ts';
import { assert, assertNever } from '../counter/result.ts';
import { financialYear } from '../counter/time.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { statement } from './statement.ts';

/** Adds one entry to the sums that screens ask for; runs in the entry's own transaction. */
export function projectEntry(db: WritableDb, entry: Entry): void {
  switch (entry.kind) {
    case 'recharge':
      return projectRecharge(db, entry);
    case 'day opened':
      statement(db, insertDay).run(entry.uid, entry.businessDate, entry.session, entry.at, entry.operator);
      return;
    case 'day closed':
      statement(db, closeDay).run(entry.at, entry.day);
      return;
    case 'shift opened': {
      const { uid, day, cashier, shiftNumber, floatPaise, at } = entry;
      statement(db, insertShift).run(uid, day, cashier, shiftNumber, floatPaise, at);
      return;
    }
    case 'shift closed':
      statement(db, closeShift).run(entry.at, entry.shift);
      return;
    case 'person set': {
      const { person, name, role, state } = entry;
      statement(db, upsertPerson).run(person, name.hi, name.en, role, state);
      return;
    }
    case 'outage opened':
      statement(db, insertOutage).run(entry.uid, entry.name, entry.cause, entry.since);
      return;
    case 'outage closed':
      statement(db, closeOutage).run(entry.at, entry.ref);
      return;
    case 'counter enrolled':
    case 'reprint':
    case 'key lost':
    case 'clock moved':
      return;
    default:
      return assertNever(entry);
  }
}

function projectRecharge(db: WritableDb, entry: Recharge): void {
  const { amountPaise, receiptNumber } = entry;
  statement(db, addToDay).run(amountPaise, receiptNumber, receiptNumber, entry.day);
  statement(db, addToShift).run(amountPaise, receiptNumber, receiptNumber, entry.shift);
  statement(db, countReceipt).run(financialYear(entry.businessDate ?? ''));
}

const takings = `SET recharges = recharges + 1, takings_paise = takings_paise + ?,
  first_receipt = ifnull(first_receipt, ?), last_receipt = ?`;
const addToDay = `UPDATE day_total ${takings} WHERE day = ?`;
const addToShift = `UPDATE shift_total ${takings} WHERE shift = ?`;
const countReceipt = `INSERT INTO receipt_count (financial_year, count) VALUES (?, 1)
  ON CONFLICT (financial_year) DO UPDATE SET count = count + 1`;
const insertDay = `INSERT INTO day_total (day, business_date, session, opened_at, opened_by)
  VALUES (?, ?, ?, ?, ?)`;
const closeDay = 'UPDATE day_total SET closed_at = ifnull(closed_at, ?) WHERE day = ?';
const insertShift = `INSERT INTO shift_total (shift, day, cashier, shift_number, float_paise, opened_at)
  VALUES (?, ?, ?, ?, ?, ?)`;
const closeShift = 'UPDATE shift_total SET closed_at = ifnull(closed_at, ?) WHERE shift = ?';
const upsertPerson = `INSERT INTO person_state (person, name_hi, name_en, role, state) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (person) DO UPDATE SET
    name_hi = excluded.name_hi, name_en = excluded.name_en, role = excluded.role, state = excluded.state`;
const insertOutage = 'INSERT INTO outage_state (outage, name, cause, since) VALUES (?, ?, ?, ?)';
const closeOutage = 'UPDATE outage_state SET closed_at = ifnull(closed_at, ?) WHERE outage = ?';

/** How many receipts the financial year has; the next one's number is one more. */
export function receiptCount(db: ReadableDb, year: string): number {
  const sql = 'SELECT count FROM receipt_count WHERE financial_year = ?';
  return statement<{ count: number }>(db, sql).get(year)?.count ?? 0;
}

/** Throws the sums of entries and print steps away and makes them again from what only grows. */
export function rebuildProjections(db: WritableDb): void {
  const run = db.transaction(() => {
    for (const table of [
      'day_total',
      'shift_total',
      'person_state',
      'outage_state',
      'receipt_count',
      'print_open',
    ]) {
      db.exec(`DELETE FROM ${table}`);
    }
    const pageOfBodies = statement<{ seq: number; body: string }>(
      db,
      'SELECT seq, body FROM entry WHERE seq > ? ORDER BY seq LIMIT 1000',
    );
    for (let page = pageOfBodies.all(0); page.length > 0; page = pageOfBodies.all(page.at(-1)?.seq)) {
      for (const row of page) {
        const entry = readBody(row.body);
        assert(entry !== null, `the body of entry ${row.seq} can be read`);
        projectEntry(db, entry);
      }
    }
    db.exec(`INSERT INTO print_open (job, born_at) ${openJobsByStep}`);
  });
  run.immediate();
}

/** The jobs that `print_open` must hold, from the steps themselves. */
export const openJobsByStep = `SELECT id AS job, born_at FROM print_job WHERE ifnull((
  SELECT state FROM print_step WHERE job = print_job.id ORDER BY n DESC LIMIT 1), 'waiting')
  NOT IN ('confirmed', 'replaced') ORDER BY id`;
