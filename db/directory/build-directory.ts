import { closeSync, fsyncSync, openSync, promises as files, readdirSync, rmSync } from 'node:fs';

import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import type { DirectoryHeader, DirectoryTrailer } from '../../counter/consumer/directory-format.ts';
import { rememberKeys } from '../../counter/consumer/name-key.ts';
import { limits } from '../../counter/limits.ts';
import {
  directoryApplicationId,
  directorySchema,
  directorySchemaVersion,
  prepareInsert,
} from './directory-schema.ts';
import { codeOf, ImportFaultError } from './import-fault.ts';

/** A directory in the making, in a file of its own that nobody else reads. */
export interface DirectoryBuild {
  readonly path: string;
  begin(): void;
  add(consumer: Consumer, line: number): void;
  commit(): void;
  /** One step of merging the words that were added; false when nothing is left to merge. */
  mergeWords(): boolean;
  /** Writes what is known about the snapshot, closes the file and has the disk take it. */
  finish(header: DirectoryHeader, trailer: DirectoryTrailer, importedAt: number): Promise<void>;
  abandon(): void;
}

const mergePages = 24;
/** Words held in memory before they are written: small, so that no write is long. */
const wordBufferBytes = 131_072;
const temporaryPattern = /^directory-\d+\.db\.tmp(?:-journal|-wal|-shm)?$/u;

/**
 * Indexes stand from the start and the words are merged by hand in small steps: an index made at
 * the end, or a merge left to FTS5, would hold the counter service for seconds.
 */
export function startBuild(
  folder: string,
  header: DirectoryHeader,
  nativeBinding: string | undefined,
): DirectoryBuild {
  sweepAbandoned(folder);
  const path = join(folder, `directory-${header.serial}.db.tmp`);
  const db = new Database(path, nativeBinding === undefined ? {} : { nativeBinding });
  prepareFile(db);
  const insert = prepareInsert(db, rememberKeys(limits.nameKeysKeptMax));
  const merge = db.prepare("INSERT INTO word (word, rank) VALUES ('merge', ?)");
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  let row = 0;
  return {
    path,
    begin: () => void db.exec('BEGIN'),
    add(consumer, line) {
      row += 1;
      try {
        insert(row, consumer);
      } catch (error) {
        if (codeOf(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
        throw new ImportFaultError('duplicate-consumer', line, consumer.consumer);
      }
    },
    commit: () => void db.exec('COMMIT'),
    mergeWords() {
      const before = changes.get() ?? 0;
      merge.run(BigInt(mergePages));
      // FTS5 says that a step did nothing by changing fewer than two rows.
      return (changes.get() ?? 0) - before >= 2;
    },
    async finish(head, trailer, importedAt) {
      writeInfo(db, head, trailer, importedAt);
      db.close();
      await syncFile(path);
    },
    abandon() {
      db.close();
      rmSync(path, { force: true });
    },
  };
}

/** No journal and no flush while building: a build that dies is thrown away whole. */
function prepareFile(db: Database.Database): void {
  db.pragma('page_size = 4096');
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('cache_size = -8000');
  db.pragma('trusted_schema = OFF');
  db.exec(directorySchema);
  db.pragma(`application_id = ${directoryApplicationId}`);
  db.pragma(`user_version = ${directorySchemaVersion}`);
  const configure = db.prepare('INSERT INTO word (word, rank) VALUES (?, ?)');
  // FTS5 refuses these settings as the floats that plain numbers are bound as.
  configure.run('hashsize', BigInt(wordBufferBytes));
  configure.run('automerge', 0n);
  configure.run('crisismerge', 1_900n);
}

function writeInfo(
  db: Database.Database,
  header: DirectoryHeader,
  trailer: DirectoryTrailer,
  importedAt: number,
): void {
  const { office, serial, generatedAt, keyId } = header;
  db.prepare(
    `INSERT INTO info (id, office, serial, generatedAt, importedAt, count, keyId, sha256)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(office, serial, generatedAt, importedAt, trailer.count, keyId, trailer.sha256);
}

/** In the thread pool: hundreds of megabytes may have to reach the disk. */
async function syncFile(path: string): Promise<void> {
  const file = await files.open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename last through a power cut. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Removes builds of an import that died with its process. */
function sweepAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (temporaryPattern.test(name)) rmSync(join(folder, name), { force: true });
  }
}
