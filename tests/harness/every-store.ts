import { connectPglite } from '../../headend/reference/connect-pglite.ts';
import { connectPostgres } from '../../headend/reference/connect-postgres.ts';
import { createMemoryStore } from '../../headend/reference/memory-store.ts';
import { openSqlStore } from '../../headend/reference/sql-store.ts';
import type { Store } from '../../headend/reference/store.ts';
import { hasPostgres, startPostgres } from './postgres-server.ts';

/** One way to keep what the head end knows. */
export interface StoreCase {
  readonly name: string;
  /** Closing the store ends whatever was started for it. */
  readonly open: () => Promise<Store>;
}

/** The database that this names is emptied by the tests. Without it they start a server of their own. */
const databaseUrl = process.env['DATABASE_URL'] ?? '';

/** Each promise of the core is kept on all of them; where PostgreSQL is missing, `npm test` says so. */
export const everyStore: readonly StoreCase[] = [
  { name: 'memory', open: async () => createMemoryStore('e-1') },
  { name: 'PGlite', open: async () => openSqlStore(await connectPglite(null), 'e-1') },
  ...(hasPostgres || databaseUrl !== '' ? [{ name: 'PostgreSQL', open: openOnPostgres }] : []),
];

async function openOnPostgres(): Promise<Store> {
  if (databaseUrl !== '') return openSqlStore(connectPostgres(databaseUrl), 'e-1');
  const server = await startPostgres();
  const store = await openSqlStore(connectPostgres(server.databaseUrl), 'e-1');
  return {
    ...store,
    async close() {
      await store.close();
      await server.stop();
    },
  };
}
