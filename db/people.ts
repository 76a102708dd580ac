import type { Role } from '../counter/journal/every-entry.ts';
import type { BilingualText } from '../counter/journal/every-entry.ts';
import { limits } from '../counter/limits.ts';
import { err, ok, type Result } from '../counter/result.ts';
import { commit } from './commit.ts';
import type { ReadableDb } from './connection.ts';
import { fault, type JournalFault } from './fault.ts';
import type { Journal } from './journal.ts';
import { statement } from './statement.ts';

export interface PersonRow {
  readonly person: string;
  readonly name: BilingualText;
  readonly role: Role;
  readonly state: 'active' | 'off';
}

interface PersonColumns {
  readonly person: string;
  readonly hi: string;
  readonly en: string;
  readonly role: Role;
  readonly state: 'active' | 'off';
}

const columns = 'person, name_hi AS hi, name_en AS en, role, state';

export function people(db: ReadableDb): PersonRow[] {
  return statement<PersonColumns>(db, `SELECT ${columns} FROM person_state ORDER BY person`).all().map(named);
}

export function personById(db: ReadableDb, person: string): PersonRow | null {
  const row = statement<PersonColumns>(db, `SELECT ${columns} FROM person_state WHERE person = ?`).get(
    person,
  );
  return row === undefined ? null : named(row);
}

function named({ hi, en, ...row }: PersonColumns): PersonRow {
  return { ...row, name: { hi, en } };
}

/** The salted hash as it was handed in; null for a person who has no PIN yet. */
export function pinOf(db: ReadableDb, person: string): string | null {
  const sql = 'SELECT pin FROM person_pin WHERE person = ? ORDER BY n DESC LIMIT 1';
  return statement<{ pin: string }>(db, sql).get(person)?.pin ?? null;
}

/** Whether any active person has a PIN: until then a counter has nobody, whoever stands in its entries. */
export function somebodyMaySignIn(db: ReadableDb): boolean {
  const sql = `SELECT 1 AS found FROM person_state WHERE state = 'active'
    AND EXISTS (SELECT 1 FROM person_pin WHERE person_pin.person = person_state.person) LIMIT 1`;
  return statement<{ found: number }>(db, sql).get() !== undefined;
}

/** Adds a PIN; the newest stands. PINs stay out of entries and of the second copy. */
export function setPin(journal: Journal, person: string, pinText: string): Result<void, JournalFault> {
  const { inner } = journal;
  if (pinText === '' || pinText.length > limits.pinTextCharsMax)
    return err(fault('conflict', 'this is no PIN hash'));
  const outcome = commit(
    inner,
    (db) => {
      if (personById(db, person) === null) return err(fault('conflict', `nobody is called ${person}`));
      const sql =
        'INSERT INTO person_pin (n, person, pin, set_at) SELECT ifnull(max(n), 0) + 1, ?, ?, ? FROM person_pin';
      statement(db, sql).run(person, pinText, inner.options.clock.wallMs());
      return ok(true);
    },
    (db) => (pinOf(db, person) === pinText ? true : null),
  );
  return outcome.kind === 'committed' ? ok(undefined) : err(outcome.fault);
}

/** Wrong PINs of a person since the last right one, and the wall time of the last of them. */
export function wrongPins(db: ReadableDb, person: string): { readonly wrong: number; readonly atMs: number } {
  const sql = 'SELECT wrong, at AS atMs FROM pin_try WHERE person = ? ORDER BY n DESC LIMIT 1';
  return statement<{ wrong: number; atMs: number }>(db, sql).get(person) ?? { wrong: 0, atMs: 0 };
}

/** Kept on disk, so that nobody gets fresh tries by ending the program. */
export function noteWrongPins(journal: Journal, person: string, wrong: number): Result<void, JournalFault> {
  const { inner } = journal;
  const outcome = commit(
    inner,
    (db) => {
      const sql =
        'INSERT INTO pin_try (n, person, wrong, at) SELECT ifnull(max(n), 0) + 1, ?, ?, ? FROM pin_try';
      statement(db, sql).run(person, wrong, inner.options.clock.wallMs());
      return ok(wrong);
    },
    (db) => (wrongPins(db, person).wrong === wrong ? wrong : null),
  );
  return outcome.kind === 'committed' ? ok(undefined) : err(outcome.fault);
}
