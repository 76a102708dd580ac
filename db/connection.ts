import { closeSync, existsSync, fstatSync, fsyncSync, openSync, statSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { limits } from '../counter/limits.ts';
import { err, ok, type Result } from '../counter/result.ts';
import { fault, faultOfError, faultOfFile, type JournalFault } from './fault.ts';
import { versionOnDisk } from './file-version.ts';
import { migrations } from './migrations/index.ts';
import {
  emptyVersion,
  type Migration,
  migrate,
  newerVersion,
  newestVersion,
  refuseNewer,
} from './migrate.ts';
import type { CrashPoint } from './test-points.ts';
import { upgradeJournal } from './upgrade.ts';

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
  /** The schema's steps; tests alone hand in others than those of this program. */
  readonly known?: readonly Migration[] | undefined;
  readonly crashPoint?: ((label: CrashPoint) => void) | undefined;
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
    const current = options.mode === 'existing' ? bringUpToDate(options, found) : ok(undefined);
    if (!current.ok) return current;
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

/** A newer journal is refused before anything is opened for writing; an older one is upgraded first. */
function bringUpToDate(options: ConnectionOptions, found: 'clean' | 'unclean'): Result<void, JournalFault> {
  const { path, nativeBinding, crashPoint, known = migrations } = options;
  const version = versionOnDisk(path, found, nativeBinding);
  const newest = newestVersion(known);
  if (version === null || version === emptyVersion || version === newest) return ok(undefined);
  if (version > newest) return err(newerVersion(version, known));
  const upgraded = upgradeJournal({ path, known, crashPoint, open: () => open(options) });
  return upgraded.ok ? ok(undefined) : upgraded;
}

const bindings = new WeakMap<object, string | undefined>();

/** An empty database in memory, by the same binary that opened `db`. */
export function memoryBeside(db: ReadableDb): Database.Database {
  const nativeBinding = bindings.get(db);
  return new Database(':memory:', nativeBinding === undefined ? {} : { nativeBinding });
}

function settle(db: WritableDb, options: ConnectionOptions): Result<void, JournalFault> {
  const { known = migrations } = options;
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  const version = refuseNewer(db, known);
  if (!version.ok) return version;
  if (options.mode === 'existing' && version.value === emptyVersion)
    return err(fault('corrupt', 'the file holds no journal'));
  db.pragma('synchronous = FULL');
  const journalMode: unknown = db.pragma('journal_mode = WAL', { simple: true });
  if (journalMode !== 'wal') return err(fault('not-durable', `journal_mode is ${String(journalMode)}`));
  db.pragma('synchronous = FULL');
  db.pragma(`wal_autocheckpoint = ${limits.journalAutocheckpointPages}`);
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON');
  const migrated = migrate(db, known);
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

/**
 * A private copy of a journal, to read what can be read of it: nothing is proved, migrated or written.
 * Null when its first page is no journal's. Reading a damaged page throws what SQLite throws.
 */
export function openForReading(
  path: string,
  nativeBinding?: string,
): { readonly db: ReadableDb; readonly fileBytes: number; readonly close: () => void } | null {
  let db: WritableDb | null = null;
  try {
    db = open({ path, nativeBinding, mode: 'existing', boot: { bootId: '', at: 0 } });
    const opened = db;
    opened.pragma('locking_mode = EXCLUSIVE');
    opened.pragma('trusted_schema = OFF');
    opened.pragma('cell_size_check = ON');
    if (
      refuseNewer(opened, migrations).ok &&
      opened.prepare('SELECT count(*) FROM sqlite_schema').get() !== null
    )
      return { db: opened, fileBytes: statSync(path).size, close: () => opened.close() };
    opened.close();
    return null;
  } catch (error) {
    db?.close();
    if (faultOfError(error) === null) throw error;
    return null;
  }
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
