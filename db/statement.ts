import type Database from 'better-sqlite3';
import type { ReadableDb } from './connection.ts';

const prepared = new WeakMap<object, Map<string, Database.Statement>>();

/**
 * The compiled statement of an SQL text, compiled once for each connection. `Row` says which columns
 * the text selects; STRICT tables keep their types.
 */
export function statement<Row = unknown>(db: ReadableDb, sql: string): Database.Statement<unknown[], Row> {
  let ofConnection = prepared.get(db);
  if (ofConnection === undefined) {
    ofConnection = new Map();
    prepared.set(db, ofConnection);
  }
  let compiled = ofConnection.get(sql);
  if (compiled === undefined) {
    compiled = db.prepare(sql);
    ofConnection.set(sql, compiled);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- STRICT tables keep the column types that the SQL text beside the call names
  return compiled as Database.Statement<unknown[], Row>;
}
