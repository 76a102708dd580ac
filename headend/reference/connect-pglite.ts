import { PGlite } from '@electric-sql/pglite';
import type { SqlDatabase } from './sql-database.ts';
import type { SqlRow } from './sql-rows.ts';

/** PostgreSQL embedded in this process; in `folder`, or in memory where it is null. */
export async function connectPglite(folder: string | null): Promise<SqlDatabase> {
  const database = folder === null ? new PGlite() : new PGlite(folder);
  await database.waitReady;
  return {
    exec: async (sql) => void (await database.exec(sql)),
    transaction: (run) =>
      database.transaction((transaction) =>
        run({
          query: async (sql, parameters) => (await transaction.query<SqlRow>(sql, [...parameters])).rows,
        }),
      ),
    close: () => database.close(),
  };
}
