import pg from 'pg';
import type { SqlDatabase } from './sql-database.ts';
import type { SqlRow } from './sql-rows.ts';

/** A PostgreSQL server, or a distributed one that speaks its protocol, by its URL. */
export function connectPostgres(databaseUrl: string): SqlDatabase {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
  // A connection that ends while nobody uses it is dropped from the pool; who comes next gets a new one, or the
  // error. Unheard, it would end this whole process.
  pool.on('error', () => undefined);
  return {
    exec: async (sql) => void (await pool.query(sql)),
    transaction: async (run) => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const value = await run({
          query: async (sql, parameters) => (await client.query<SqlRow>(sql, [...parameters])).rows,
        });
        await client.query('commit');
        client.release();
        return value;
      } catch (error) {
        // A connection that cannot even roll back is broken; the pool makes another one.
        const broken = await client.query('rollback').then(
          () => false,
          () => true,
        );
        client.release(broken);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}
