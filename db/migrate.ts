import { assert, err, ok, type Result } from '../counter/result.ts';
import type { WritableDb } from './connection.ts';
import { fault, type JournalFault } from './fault.ts';

export interface Migration {
  /** Becomes the file's `user_version`; rises by tens. */
  readonly number: number;
  readonly sql: string;
}

/** The version of a file that nothing has been written to yet. */
export const emptyVersion = 0;

export function versionOf(db: WritableDb): number {
  const version: unknown = db.pragma('user_version', { simple: true });
  assert(typeof version === 'number', 'user_version is a number');
  return version;
}

/** A journal of a newer program is never touched: its rules are not known here. */
export function refuseNewer(db: WritableDb, known: readonly Migration[]): Result<number, JournalFault> {
  const found = versionOf(db);
  const newest = known.at(-1)?.number ?? emptyVersion;
  return found > newest
    ? err(fault('newer-version', `the journal has version ${found}, this program knows ${newest}`))
    : ok(found);
}

/**
 * Brings the file to the newest version, all steps in one transaction: whole or not at all. What the
 * journal holds must be the same before and after.
 */
export function migrate(db: WritableDb, known: readonly Migration[]): Result<number, JournalFault> {
  const found = refuseNewer(db, known);
  if (!found.ok) return found;
  const todo = known.filter((migration) => migration.number > found.value);
  const newest = todo.at(-1);
  if (newest === undefined) return found;
  const run = db.transaction(() => {
    const before = found.value === emptyVersion ? null : contents(db);
    for (const migration of todo) db.exec(migration.sql);
    db.pragma(`user_version = ${newest.number}`);
    if (before !== null && before !== contents(db)) throw new Error('a migration changed the journal');
  });
  run.immediate();
  return ok(newest.number);
}

/** Number, money and last hash of the entries: what no migration may move. */
function contents(db: WritableDb): string {
  const sql = `SELECT count(*) AS entries, ifnull(sum(amount_paise), 0) AS paise, ifnull(max(seq), 0) AS last,
    (SELECT hash FROM entry ORDER BY seq DESC LIMIT 1) AS head FROM entry`;
  return JSON.stringify(db.prepare(sql).get());
}
