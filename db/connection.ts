import { closeSync, existsSync, fstatSync, fsyncSync, openSync, statSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { limits } from '../counter/limits.ts';
import { err, ok, type Result } from '../counter/result.ts';
import { fault, faultOfError, faultOfFile, type JournalFault } from './fault.ts';
import { migrations } from './migrations/index.ts';
import { migrate, refuseNewer } from './migrate.ts';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** A connection that functions may only ask. Every read function takes this. */
export type ReadableDb = Pick<Database.Database, 'prepare'> & { readonly [readable]: true };

/** The one connection that writes. Only this room and `alongside` callbacks ever hold it. */
export type WritableDb = Database.Database & { readonly [readable]: true; readonly [writable]: true };

export interface ConnectionOptions {
  readonly path: string;
  readonly nativeBinding?: string | undefined;
  /** `create` only for the file that first run is making. */
  readonly mode: 'existing' | 'create';
  readonly boot: { readonly bootId: string; readonly at: number };
  readonly maxPageCount?: number | undefined;
}

export interface Connection {
  readonly db: WritableDb;
  /** `unclean`: the log of a process that died was found and taken in. */
  readonly found: 'clean' | 'unclean';
}

/**
 * The opening ritual. Every setting is read back; `synchronous` after a first write, because before
 * it SQLite reports FULL even where the next commit will not flush.
 */
export function openConnection(options: ConnectionOptions): Result<Connection, JournalFault> {
  if (options.mode === 'existing' && !existsSync(options.path)) {
    return err(fault('missing', `there is no journal at ${options.path}`));
  }
  const found = hasLog(options.path) ? 'unclean' : 'clean';
  let db: WritableDb | null = null;
  try {
    db = open(options);
    const settled = settle(db, options);
    if (settled.ok) return ok({ db, found });
    db.close();
    return settled;
  } catch (error) {
    db?.close();
    const known = options.mode === 'existing' ? faultOfFile(error) : faultOfError(error);
    if (known === null) throw error;
    return err(known);
  }
}

function open(options: ConnectionOptions): WritableDb {
  const { nativeBinding, mode, path } = options;
  const db = new Database(path, {
    fileMustExist: mode === 'existing',
    timeout: limits.journalBusyMs,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  bindings.set(db, nativeBinding);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brands exist for the compiler alone, and only here does a connection get them
  return db as WritableDb;
}

const bindings = new WeakMap<object, string | undefined>();

/** An empty database in memory, by the same binary that opened `db`. */
export function memoryBeside(db: ReadableDb): Database.Database {
  const nativeBinding = bindings.get(db);
  return new Database(':memory:', nativeBinding === undefined ? {} : { nativeBinding });
}

function settle(db: WritableDb, options: ConnectionOptions): Result<void, JournalFault> {
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  const version = refuseNewer(db, migrations);
  if (!version.ok) return version;
  if (options.mode === 'existing' && version.value === 0)
    return err(fault('corrupt', 'the file holds no journal'));
  db.pragma('synchronous = FULL');
  const journalMode: unknown = db.pragma('journal_mode = WAL', { simple: true });
  if (journalMode !== 'wal') return err(fault('not-durable', `journal_mode is ${String(journalMode)}`));
  db.pragma('synchronous = FULL');
  db.pragma(`wal_autocheckpoint = ${limits.journalAutocheckpointPages}`);
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON');
  const migrated = migrate(db, migrations);
  if (!migrated.ok) return migrated;
  const { bootId, at } = options.boot;
  db.prepare('INSERT INTO boot (n, boot_id, at) SELECT ifnull(max(n), 0) + 1, ?, ? FROM boot').run(
    bootId,
    at,
  );
  const wrong = readBack(db);
  if (wrong !== null) return err(fault('not-durable', wrong));
  if (options.maxPageCount !== undefined) db.pragma(`max_page_count = ${options.maxPageCount}`);
  return ok(undefined);
}

const settings = {
  locking_mode: 'exclusive',
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  recursive_triggers: 1,
  trusted_schema: 0,
  cell_size_check: 1,
  wal_autocheckpoint: limits.journalAutocheckpointPages,
} as const;

/** Names the first setting that is not what it must be; null when all are. */
export function readBack(db: WritableDb): string | null {
  for (const [name, wanted] of Object.entries(settings)) {
    const got: unknown = db.pragma(name, { simple: true });
    if (got !== wanted) return `${name} is ${String(got)}, not ${wanted}`;
  }
  return null;
}

/**
 * Grows the log by zeros, flushed once: a commit that overwrites flushes faster than one that makes
 * the file longer. SQLite reads a log only as far as its checksums go, so zeros behind mean nothing.
 */
export function growLog(path: string): void {
  const log = openSync(`${path}-wal`, 'r+');
  try {
    const { size } = fstatSync(log);
    if (size >= limits.journalLogBytes) return;
    writeSync(log, Buffer.alloc(limits.journalLogBytes - size), 0, limits.journalLogBytes - size, size);
    fsyncSync(log);
  } finally {
    closeSync(log);
  }
}

function hasLog(path: string): boolean {
  const log = `${path}-wal`;
  return existsSync(log) && statSync(log).size > 0;
}
