import type { Books } from '../counter/journal/fold.ts';
import type { ReadableDb } from './connection.ts';
import { openJobsByStep } from './projections.ts';
import { statement } from './statement.ts';

export interface ProjectionFault {
  readonly code: 'projection-differs';
  readonly seq: 0;
  /** Table and key of the first row that is wrong. */
  readonly detail: string;
}

/**
 * Compares every projection, row by row, with what the pure fold of the bodies says: two independent
 * ways to one sum. Null when they agree.
 */
export function differingProjection(db: ReadableDb, books: Books): ProjectionFault | null {
  const tables: readonly (readonly [string, string, ReadonlyMap<string, object>])[] = [
    ['day_state', daySql, books.days],
    ['shift_total', shiftSql, books.shifts],
    ['person_state', personSql, new Map([...books.people].map(([key, person]) => [key, flatPerson(person)]))],
    ['outage_state', outageSql, books.outages],
  ];
  for (const [table, sql, wanted] of tables) {
    const key = firstDifference(statement<KeyedRow>(db, sql).all(), wanted);
    if (key !== null) return { code: 'projection-differs', seq: 0, detail: `${table} ${key}` };
  }
  const kept = statement<{ job: string }>(db, 'SELECT job, born_at FROM print_open ORDER BY job').all();
  const open = statement<{ job: string }>(db, openJobsByStep).all();
  return JSON.stringify(kept) === JSON.stringify(open)
    ? null
    : { code: 'projection-differs', seq: 0, detail: 'print_open' };
}

interface KeyedRow {
  readonly key: string;
  readonly [column: string]: unknown;
}

const daySql = `SELECT day AS key, business_date AS businessDate, session, opened_at AS openedAt,
  opened_by AS openedBy, closed_at AS closedAt FROM day_state`;
const shiftSql = `SELECT shift AS key, day, cashier, shift_number AS shiftNumber, float_paise AS floatPaise,
  opened_at AS openedAt, closed_at AS closedAt, cash_paise AS cashPaise, recharges, takings_paise AS takingsPaise,
  cancellations, cancelled_paise AS cancelledPaise, first_receipt AS firstReceipt, last_receipt AS lastReceipt FROM shift_total`;
const personSql = 'SELECT person AS key, name_hi AS hi, name_en AS en, role, state FROM person_state';
const outageSql = 'SELECT outage AS key, name, cause, since, closed_at AS closedAt FROM outage_state';

function flatPerson(person: { name: { hi: string; en: string }; role: string; state: string }): object {
  return { ...person.name, role: person.role, state: person.state };
}

function firstDifference(rows: readonly KeyedRow[], wanted: ReadonlyMap<string, object>): string | null {
  for (const { key, ...row } of rows) {
    const book = new Map<string, unknown>(Object.entries(wanted.get(key) ?? {}));
    const names = Object.keys(row);
    if (book.size !== names.length || names.some((name) => book.get(name) !== row[name])) return key;
  }
  const found = new Set(rows.map((row) => row.key));
  return [...wanted.keys()].find((key) => !found.has(key)) ?? null;
}
