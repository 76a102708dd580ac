import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { findProgram } from '../../build/electron-runtime/debian-packages.ts';
import { nobody } from '../../build/electron-runtime/unprivileged-user.ts';

/** A PostgreSQL server of its own, in a temporary folder behind a unix socket, flushing as in production. */
export interface PostgresServer {
  readonly databaseUrl: string;
  readonly pid: number;
  /** An empty database beside the first one; gives its URL. */
  createDatabase(name: string): Promise<string>;
  /** Fast shutdown, then the folder goes. */
  stop(): Promise<void>;
}

/** Whoever asks for a server says `describe.skipIf(!hasPostgres)`; `npm test` tells what is missing, and with CI fails. */
export const hasPostgres = findProgram('postgres') !== null && findProgram('setpriv') !== null;

const startLimitMs = 30_000;

export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'pg-'));
  if (process.getuid?.() === 0) await chown(folder, nobody.uid, nobody.gid);
  const data = join(folder, 'data');
  const words = ['-D', data, '-U', 'counter', '-A', 'trust', '-E', 'UTF8', '--no-locale'];
  await ended(runUnprivileged('initdb', [...words, '--no-instructions']));
  const settings = [
    `unix_socket_directories=${folder}`,
    'listen_addresses=',
    'fsync=on',
    'max_connections=40',
  ];
  const server = runUnprivileged('postgres', ['-D', data, ...settings.flatMap((one) => ['-c', one])]);
  const urlOf = (database: string) => `postgresql://counter@/${database}?host=${encodeURIComponent(folder)}`;
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      const gone = once(server, 'exit');
      // SIGINT is PostgreSQL's fast shutdown: sessions are ended, nothing is lost.
      server.kill('SIGINT');
      await gone;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilAnswering(server, urlOf('postgres'));
  } catch (fault) {
    await stop();
    throw fault;
  }
  return {
    databaseUrl: urlOf('postgres'),
    pid: server.pid ?? 0,
    async createDatabase(name) {
      await query(urlOf('postgres'), `create database "${name}"`);
      return urlOf(name);
    },
    stop,
  };
}

/** PostgreSQL refuses root. The system ends the server should this process die without a word. */
function runUnprivileged(program: 'initdb' | 'postgres', words: readonly string[]): ChildProcess {
  const postgres = findProgram('postgres');
  if (postgres === null) throw new Error('PostgreSQL is not installed (Debian: postgresql-15)');
  // The search path may hold a link to the server alone; its tools lie beside the file itself.
  const executable = join(dirname(realpathSync(postgres)), program);
  const identity =
    process.getuid?.() === 0 ? [`--reuid=${nobody.uid}`, `--regid=${nobody.gid}`, '--clear-groups'] : [];
  return spawn('setpriv', [...identity, '--pdeathsig', 'INT', executable, ...words], {
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function ended(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${said}`);
}

async function untilAnswering(server: ChildProcess, databaseUrl: string): Promise<void> {
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  for (const deadline = performance.now() + startLimitMs; performance.now() < deadline; await delay(50)) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}: ${said}`);
    if (
      await query(databaseUrl, 'select 1').then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error(`postgres does not answer: ${said}`);
}

async function query(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => {});
  }
}
