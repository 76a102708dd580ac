import type { SqlRow } from './sql-rows.ts';

/** What the store needs of a database; PGlite and PostgreSQL both fit it. */
export interface SqlSession {
  query(sql: string, parameters: readonly unknown[]): Promise<readonly SqlRow[]>;
}

export interface SqlDatabase {
  exec(sql: string): Promise<void>;
  transaction<Value>(run: (session: SqlSession) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}
