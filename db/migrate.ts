import { assert, err, ok, type Result } from '../counter/result.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { contentsOf, differences } from './contents.ts';
import { fault, type JournalFault } from './fault.ts';

export interface Migration {
  /** Becomes the file's `user_version`; rises by tens. */
  readonly number: number;
  readonly sql: string;
}

/** The version of a file that nothing has been written to yet. */
export const emptyVersion = 0;

export function versionOf(db: ReadableDb): number {
  const row = db
    .prepare<[], { version: number }>('SELECT user_version AS version FROM pragma_user_version')
    .get();
  assert(row !== undefined, 'a file has its user_version');
  return row.version;
}

/** The version that this program writes. */
export function newestVersion(known: readonly Migration[]): number {
  return known.at(-1)?.number ?? emptyVersion;
}

export function newerVersion(found: number, known: readonly Migration[]): JournalFault {
  const detail = `the journal has version ${found}, this program knows ${newestVersion(known)}`;
  return fault('newer-version', detail);
}

/** A journal of a newer program is never touched: its rules are not known here. */
export function refuseNewer(db: WritableDb, known: readonly Migration[]): Result<number, JournalFault> {
  const found = versionOf(db);
  return found > newestVersion(known) ? err(newerVersion(found, known)) : ok(found);
}

/**
 * Brings the file to the newest version, all steps in one transaction: whole or not at all. What the
 * journal holds must be the same before and after, and every reference in it must lead somewhere.
 * `proved` runs last, inside the transaction.
 */
export function migrate(
  db: WritableDb,
  known: readonly Migration[],
  proved?: () => void,
): Result<number, JournalFault> {
  const found = refuseNewer(db, known);
  if (!found.ok) return found;
  const todo = known.filter((migration) => migration.number > found.value);
  const newest = todo.at(-1);
  if (newest === undefined) return found;
  // A table is made anew by copy, drop and rename, which enforced references would forbid; no
  // transaction can switch them off, so they are off around it and checked at its end.
  db.pragma('foreign_keys = OFF');
  const run = db.transaction(() => {
    const before = found.value === emptyVersion ? null : contentsOf(db);
    for (const migration of todo) db.exec(migration.sql);
    db.pragma(`user_version = ${newest.number}`);
    if (before !== null) proveUnmoved(db, before);
    proved?.();
  });
  try {
    run.immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
  return ok(newest.number);
}

function proveUnmoved(db: WritableDb, before: ReturnType<typeof contentsOf>): void {
  const moved = differences(before, contentsOf(db));
  if (moved.length > 0) throw new Error(`a migration changed the journal: ${moved.join(', ')}`);
  const dangling: unknown = db.pragma('foreign_key_check');
  if (Array.isArray(dangling) && dangling.length === 0) return;
  throw new Error(`a migration left references that lead nowhere: ${JSON.stringify(dangling)}`);
}
