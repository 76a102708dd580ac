import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { WritableDb } from '../../../db/connection.ts';
import { type Migration, migrate, versionOf } from '../../../db/migrate.ts';
import { migrations } from '../../../db/migrations/index.ts';
import { adds, laterSchema, widens } from '../../harness/made-up-migrations.ts';

// The runner needs a connection and no file; only here is one made in memory.
const memory = (): WritableDb => new Database(':memory:') as unknown as WritableDb;
const tables = (db: WritableDb): unknown[] =>
  db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();

describe('migrations', () => {
  it('rise by tens and end at the version of the file', () => {
    expect(migrations.map((migration) => migration.number)).toEqual(
      migrations.map((_, index) => (index + 1) * 10),
    );
    const db = memory();
    expect(migrate(db, migrations)).toEqual({ ok: true, value: migrations.at(-1)?.number });
    expect(migrate(db, migrations)).toEqual({ ok: true, value: migrations.at(-1)?.number });
    expect(versionOf(db)).toBe(migrations.at(-1)?.number);
  });

  it('run all in one transaction or not at all', () => {
    const db = memory();
    migrate(db, migrations);
    const before = tables(db);
    const bad: Migration = { ...widens, sql: 'CREATE TABLE office_note (n INTEGER) STRICT' };
    expect(() => migrate(db, [...migrations, adds, bad])).toThrow(/already exists/u);
    expect(versionOf(db)).toBe(migrations.at(-1)?.number);
    expect(tables(db)).toEqual(before);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(migrate(db, laterSchema)).toEqual({ ok: true, value: widens.number });
  });

  it('refuse a newer file and touch nothing', () => {
    const db = memory();
    db.pragma(`user_version = ${adds.number}`);
    expect(migrate(db, migrations)).toMatchObject({ ok: false, error: { code: 'newer-version' } });
    expect(tables(db)).toEqual([]);
  });

  it('give every table that grows both its guards', () => {
    const db = memory();
    migrate(db, migrations);
    const triggers = new Set(
      db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all(),
    );
    const grown = tables(db).filter((name) => !/_total$|_state$|^print_open$/u.test(String(name)));
    expect(grown).toHaveLength(12);
    for (const table of grown) {
      expect(triggers.has(`${String(table)}_never_updated`)).toBe(true);
      expect(triggers.has(`${String(table)}_never_deleted`)).toBe(true);
    }
  });
});
