import type { WritableDb } from '../../db/connection.ts';

/**
 * Takes triggers and the search index away while millions of rows are written, and puts back the very
 * same texts: rows that come in order need no guard against gaps, and an index is faster built at once.
 */
export function withoutGuards(db: WritableDb): { putBack(): void } {
  const rows = db
    .prepare<[], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_master
       WHERE type = 'trigger' OR (type = 'index' AND sql IS NOT NULL AND tbl_name = 'entry')`,
    )
    .all();
  for (const { type, name } of rows) db.exec(`DROP ${type} ${name}`);
  return {
    putBack: () => {
      for (const { sql } of rows) db.exec(sql);
    },
  };
}
