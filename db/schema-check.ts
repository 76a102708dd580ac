import { memoryBeside, type ReadableDb } from './connection.ts';
import { newestVersion, versionOf } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { statement } from './statement.ts';

export interface SchemaFault {
  readonly code: 'schema-differs';
  readonly seq: 0;
  /** Name of the first table, index or trigger that is another one, missing or new. */
  readonly detail: string;
}

/**
 * Tables and triggers are text in the file like everything else: a guard that lost a letter guards
 * nothing. They are compared with those that the migrations make in an empty file.
 */
export function schemaFault(db: ReadableDb): SchemaFault | null {
  // A file of another version has other tables; its own program compares them.
  if (versionOf(db) !== newestVersion(migrations)) return null;
  const wanted = wantedSchema(db);
  const found = schemaOf(db);
  const names = new Set([...wanted.keys(), ...found.keys()]);
  for (const name of names) {
    if (wanted.get(name) !== found.get(name)) return { code: 'schema-differs', seq: 0, detail: name };
  }
  return null;
}

function schemaOf(db: ReadableDb): Map<string, string> {
  const sql = `SELECT type || ' ' || name AS name, tbl_name || ':' || ifnull(sql, '') AS text FROM sqlite_schema`;
  const rows = statement<{ name: string; text: string }>(db, sql).all();
  return new Map(rows.map(({ name, text }) => [name, text]));
}

let made: Map<string, string> | null = null;

/** Made once for each process: the migrations do not change while it runs. */
function wantedSchema(db: ReadableDb): Map<string, string> {
  if (made !== null) return made;
  const fresh = memoryBeside(db);
  try {
    for (const { sql } of migrations) fresh.exec(sql);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a connection that only this function knows
    made = schemaOf(fresh as unknown as ReadableDb);
    return made;
  } finally {
    fresh.close();
  }
}
