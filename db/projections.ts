import type { Entry } from '../counter/journal/entry.ts';
import { drawerPaise } from '../counter/journal/ledger-rules.ts';
import { readBody } from '../counter/journal/read-body.ts';
import { assert, assertNever } from '../counter/result.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { statement } from './statement.ts';

/**
 * Adds one entry to the sums that screens ask for; runs in the entry's own transaction. False when
 * the entry belongs to a day or shift that is not open.
 */
export function projectEntry(db: WritableDb, entry: Entry): boolean {
  switch (entry.kind) {
    case 'recharge': {
      const { amountPaise, receiptNumber, shift, day } = entry;
      const sold = statement(db, addToShift).run(
        amountPaise,
        amountPaise,
        receiptNumber,
        receiptNumber,
        shift,
        day,
      );
      return sold.changes === 1;
    }
    case 'cancellation':
      return ran(db, cancelInShift, entry.amountPaise, drawerPaise(entry), entry.shift, entry.day);
    case 'refund':
    case 'cash in':
    case 'cash out':
    case 'safe drop':
    case 'handover':
      return ran(db, moveInDrawer, drawerPaise(entry), entry.shift, entry.day);
    case 'recovery':
      statement(db, everyoneOff).run();
      return true;
    case 'day opened':
      return ran(db, insertDay, entry.uid, entry.businessDate, entry.session, entry.at, entry.operator);
    case 'day closed':
      return ran(db, closeDay, entry.at, entry.day);
    case 'shift opened': {
      const { uid, day, cashier, shiftNumber, floatPaise, at } = entry;
      return ran(db, insertShift, uid, cashier, shiftNumber, floatPaise, floatPaise, at, day);
    }
    case 'shift closed':
      return ran(db, closeShift, entry.at, entry.shift);
    case 'person set': {
      const { person, name, role, state } = entry;
      return ran(db, upsertPerson, person, name.hi, name.en, role, state);
    }
    case 'outage opened':
      return ran(db, insertOutage, entry.uid, entry.name, entry.cause, entry.since);
    case 'outage closed':
      return ran(db, closeOutage, entry.at, entry.ref);
    case 'counter enrolled':
    case 'settings changed':
    case 'override':
    case 'clock moved':
    case 'key lost':
    case 'pack sealed':
    case 'deposit':
    case 'count':
    case 'reprint':
    case 'refusal settled':
    case 'recovered receipt':
      return true;
    default:
      return assertNever(entry);
  }
}

function ran(db: WritableDb, sql: string, ...values: readonly (string | number | null)[]): boolean {
  return statement(db, sql).run(...values).changes === 1;
}

const addToShift = `UPDATE shift_total SET recharges = recharges + 1, takings_paise = takings_paise + ?,
  cash_paise = cash_paise + ?,  first_receipt = ifnull(first_receipt, ?), last_receipt = ? WHERE shift = ? AND day = ? AND closed_at IS NULL`;
const cancelInShift = `UPDATE shift_total SET cancellations = cancellations + 1,
  cancelled_paise = cancelled_paise + ?, cash_paise = cash_paise + ?
  WHERE shift = ? AND day = ? AND closed_at IS NULL`;
const moveInDrawer = `UPDATE shift_total SET cash_paise = cash_paise + ?
  WHERE shift = ? AND day = ? AND closed_at IS NULL`;
const everyoneOff = "UPDATE person_state SET state = 'off'";
const insertDay = `INSERT INTO day_state (day, business_date, session, opened_at, opened_by)
  VALUES (?, ?, ?, ?, ?)`;
const closeDay = 'UPDATE day_state SET closed_at = ? WHERE day = ? AND closed_at IS NULL';
const insertShift = `INSERT INTO shift_total (shift, cashier, shift_number, float_paise, cash_paise, opened_at, day)
  SELECT ?, ?, ?, ?, ?, ?, day FROM day_state WHERE day = ? AND closed_at IS NULL`;
const closeShift = 'UPDATE shift_total SET closed_at = ? WHERE shift = ? AND closed_at IS NULL';
const upsertPerson = `INSERT INTO person_state (person, name_hi, name_en, role, state) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (person) DO UPDATE SET
    name_hi = excluded.name_hi, name_en = excluded.name_en, role = excluded.role, state = excluded.state`;
const insertOutage = 'INSERT INTO outage_state (outage, name, cause, since) VALUES (?, ?, ?, ?)';
const closeOutage = 'UPDATE outage_state SET closed_at = ? WHERE outage = ? AND closed_at IS NULL';

/** How many receipts begin with this prefix: the numbers are gapless, so the last one says it. */
export function receiptCount(db: ReadableDb, prefix: string): number {
  const sql = `SELECT receipt_number AS number FROM entry WHERE receipt_number BETWEEN ? AND ?
    ORDER BY receipt_number DESC LIMIT 1`;
  const row = statement<{ number: string }>(db, sql).get(`${prefix}000000`, `${prefix}999999`);
  return row === undefined ? 0 : Number(row.number.slice(prefix.length));
}

/** Throws the sums of entries and print steps away and makes them again from what only grows. */
export function rebuildProjections(db: WritableDb): void {
  const run = db.transaction(() => {
    for (const table of ['day_state', 'shift_total', 'person_state', 'outage_state', 'print_open']) {
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
        assert(projectEntry(db, entry), `entry ${row.seq} fits the books`);
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
