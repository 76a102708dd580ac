import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { connectPostgres } from '../../../headend/reference/connect-postgres.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../../harness/postgres-server.ts';

describe.skipIf(!hasPostgres)('the PostgreSQL server of the tests', () => {
  let server: PostgresServer;
  let client: pg.Client;

  beforeAll(async () => {
    server = await startPostgres();
    client = new pg.Client({ connectionString: server.databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end().catch(() => {});
    await server.stop();
  });

  const setting = async (name: string): Promise<unknown> =>
    (await client.query<Record<string, unknown>>(`show ${name}`)).rows[0]?.[name];

  it('flushes every commit, as a real one does', async () => {
    expect(await setting('fsync')).toBe('on');
    expect(await setting('synchronous_commit')).toBe('on');
    expect(await setting('full_page_writes')).toBe('on');
  });

  it('listens on no network, and runs as nobody where the tests run as root', async () => {
    expect(await setting('listen_addresses')).toBe('');
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    const uid = Number(/^Uid:\s+(\d+)/mu.exec(status)?.[1]);
    expect(uid).not.toBe(0);
  });

  it('makes databases that know nothing of each other', async () => {
    const other = new pg.Client({ connectionString: await server.createDatabase('second') });
    await client.query('create table only_here (id integer)');
    await other.connect();
    await expect(other.query('select * from only_here')).rejects.toThrow('does not exist');
    await other.end();
  });

  it('ends an idle connection, and the head end lives and takes another', async () => {
    const database = connectPostgres(await server.createDatabase('idle'));
    await database.exec('create table kept (id integer)');
    const ended = await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'idle'",
    );
    expect(ended.rowCount).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const counted = await database.transaction(async ({ query }) =>
      query('select count(*) as n from kept', []),
    );
    expect(Number(counted[0]?.['n'])).toBe(0);
    await database.close();
  });

  it('is gone when it was stopped', async () => {
    const { pid, stop } = await startPostgres();
    await stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
