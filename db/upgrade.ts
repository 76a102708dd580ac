import { closeSync, openSync } from 'node:fs';
import { err, ok, type Result } from '../counter/result.ts';
import type { WritableDb } from './connection.ts';
import { fault, type JournalFault } from './fault.ts';
import { keepOldFile } from './keep-old-file.ts';
import { type Migration, migrate, newestVersion, refuseNewer } from './migrate.ts';
import type { CrashPoint } from './test-points.ts';

export interface UpgradeOptions {
  readonly path: string;
  readonly known: readonly Migration[];
  readonly open: () => WritableDb;
  readonly crashPoint?: ((label: CrashPoint) => void) | undefined;
}

/**
 * Brings an older journal to this program's version: its log is moved, the whole file looked through
 * and kept beside it, then every step runs in one transaction. A crash at any moment leaves the old
 * journal or the new one.
 */
export function upgradeJournal(options: UpgradeOptions): Result<number, JournalFault> {
  // POSIX drops the locks of a process on a file when it closes any descriptor of that file. So this
  // one is opened before SQLite takes its lock and closed after SQLite has let go.
  const source = openSync(options.path, 'r');
  try {
    const db = options.open();
    try {
      return upgradeLocked(db, source, options);
    } finally {
      db.close();
    }
  } finally {
    closeSync(source);
  }
}

function upgradeLocked(
  db: WritableDb,
  source: number,
  { path, known, crashPoint }: UpgradeOptions,
): Result<number, JournalFault> {
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  const found = refuseNewer(db, known);
  if (!found.ok) return found;
  db.pragma('wal_checkpoint(TRUNCATE)');
  const check: unknown = db.pragma('quick_check(1)', { simple: true });
  if (check !== 'ok') return err(fault('corrupt', `not upgraded: ${String(check)}`));
  crashPoint?.('before-old-kept');
  keepOldFile(source, path, newestVersion(known));
  crashPoint?.('after-old-kept');
  const migrated = migrate(db, known, () => crashPoint?.('before-upgrade-commit'));
  crashPoint?.('after-upgrade-commit');
  return migrated.ok ? ok(migrated.value) : migrated;
}
