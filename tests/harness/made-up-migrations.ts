import { migrations } from '../../db/migrations/index.ts';
import type { Migration } from '../../db/migrate.ts';

/** Steps that no program has: what a later schema may do to the first one. */
const lastNumber = migrations.at(-1)?.number ?? 0;

/** A table of its own, and a column more for an old one. */
export const adds: Migration = {
  number: lastNumber + 10,
  sql: `
CREATE TABLE office_note (n INTEGER PRIMARY KEY CHECK (n >= 1), text TEXT NOT NULL) STRICT;
ALTER TABLE entry ADD COLUMN note TEXT;`,
};

/** A wider CHECK: the table is made anew, row by row, and its guards with it. */
export const widens: Migration = {
  number: lastNumber + 20,
  sql: `
DROP TRIGGER offer_rises;
CREATE TABLE offer_new (
  n INTEGER PRIMARY KEY CHECK (n >= 1),
  through_seq INTEGER NOT NULL CHECK (through_seq >= 1),
  at INTEGER NOT NULL,
  way TEXT NOT NULL DEFAULT 'line' CHECK (way IN ('line', 'stick'))
) STRICT;
INSERT INTO offer_new SELECT n, through_seq, at, 'line' FROM offer;
DROP TABLE offer;
ALTER TABLE offer_new RENAME TO offer;
CREATE TRIGGER offer_never_updated BEFORE UPDATE ON offer
BEGIN SELECT RAISE(ABORT, 'the journal only grows: offer'); END;
CREATE TRIGGER offer_never_deleted BEFORE DELETE ON offer
BEGIN SELECT RAISE(ABORT, 'the journal only grows: offer'); END;`,
};

export const laterSchema: readonly Migration[] = [...migrations, adds, widens];

/** A step that moves something of the books, by dropping the guard that would forbid it first. */
export function moves(table: 'entry' | 'ledger' | 'answer' | 'print_step', sql: string): Migration {
  const guards = ['never_updated', 'never_deleted', 'next'].map((guard) => `${table}_${guard}`);
  const dropped = guards.map((guard) => `DROP TRIGGER IF EXISTS ${guard};`).join('\n');
  return { number: lastNumber + 10, sql: `${dropped}\n${sql}` };
}
