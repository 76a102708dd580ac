import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { type KeyOfWord, rememberKeys } from '../../counter/consumer/name-key.ts';
import { limits } from '../../counter/limits.ts';
import {
  consumerColumns,
  consumerOfRow,
  type ConsumerRow,
  directoryApplicationId,
  directorySchemaVersion,
} from './directory-schema.ts';

export interface DirectoryInfo {
  readonly office: string;
  readonly serial: number;
  /** When the head end took the snapshot, UTC milliseconds: the age of everything in it. */
  readonly generatedAt: number;
  readonly importedAt: number;
  readonly count: number;
  readonly keyId: string;
  readonly sha256: string;
}

/** A read-only handle; the file behind it is never written after its swap. */
export interface Directory {
  readonly db: Database.Database;
  readonly info: DirectoryInfo;
  readonly keyOf: KeyOfWord;
  readonly statements: DirectoryStatements;
  close(): void;
}

export type DirectoryAbsence = 'no-file' | 'damaged' | 'other-version';

export interface OpenOptions {
  /** Path of better-sqlite3's addon, where it was built for another runtime. */
  readonly nativeBinding?: string;
  /** Told why null is the answer. */
  readonly onAbsence?: (absence: DirectoryAbsence) => void;
}

type ByText = Database.Statement<[string], ConsumerRow>;
type ByRange = Database.Statement<[from: string, before: string, count: number], ConsumerRow>;

export interface DirectoryStatements {
  readonly byConsumer: ByText;
  readonly byMeter: Database.Statement<[string, number], ConsumerRow>;
  readonly byMobile: Database.Statement<[string, number], ConsumerRow>;
  readonly consumerRange: ByRange;
  readonly meterRange: ByRange;
  readonly meterTailRange: ByRange;
  readonly mobileRange: ByRange;
  readonly byWords: Database.Statement<[match: string, count: number], ConsumerRow>;
}

/** Null when there is no directory that this version can use: the counter then sells into suspense. */
export function openDirectory(path: string, options: OpenOptions = {}): Directory | null {
  const { nativeBinding, onAbsence } = options;
  if (!existsSync(path)) {
    onAbsence?.('no-file');
    return null;
  }
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { readonly: true, ...(nativeBinding === undefined ? {} : { nativeBinding }) });
    if (!isOurs(db)) {
      db.close();
      onAbsence?.('other-version');
      return null;
    }
    const info = readInfo(db);
    if (info === undefined) throw new Database.SqliteError('no info row', 'SQLITE_CORRUPT');
    const open = db;
    const keyOf = rememberKeys(limits.nameKeysKeptMax);
    return { db, info, keyOf, statements: prepareStatements(db), close: () => void open.close() };
  } catch (error) {
    db?.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    onAbsence?.('damaged');
    return null;
  }
}

export function directoryInfo(directory: Directory): DirectoryInfo {
  return directory.info;
}

export function consumerByNumber(directory: Directory, consumer: string): Consumer | null {
  const row = directory.statements.byConsumer.get(consumer);
  return row === undefined ? null : consumerOfRow(row);
}

function isOurs(db: Database.Database): boolean {
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  return (
    db.pragma('application_id', { simple: true }) === directoryApplicationId &&
    db.pragma('user_version', { simple: true }) === directorySchemaVersion
  );
}

function readInfo(db: Database.Database): DirectoryInfo | undefined {
  return db
    .prepare<[], DirectoryInfo>(
      'SELECT office, serial, generatedAt, importedAt, count, keyId, sha256 FROM info WHERE id = 1',
    )
    .get();
}

function prepareStatements(db: Database.Database): DirectoryStatements {
  const select = `SELECT ${consumerColumns} FROM consumer AS c`;
  const range = (column: string): ByRange =>
    db.prepare(`${select} WHERE c.${column} >= ? AND c.${column} < ? ORDER BY c.${column} LIMIT ?`);
  return {
    byConsumer: db.prepare(`${select} WHERE c.consumer = ?`),
    byMeter: db.prepare(`${select} WHERE c.meter = ? ORDER BY c.row LIMIT ?`),
    byMobile: db.prepare(`${select} WHERE c.mobile = ? ORDER BY c.row LIMIT ?`),
    consumerRange: range('consumer'),
    meterRange: range('meter'),
    meterTailRange: range('meterReversed'),
    mobileRange: range('mobile'),
    byWords: db.prepare(
      `SELECT ${consumerColumns} FROM word JOIN consumer AS c ON c.row = word.rowid
       WHERE word MATCH ? ORDER BY word.rowid LIMIT ?`,
    ),
  };
}
