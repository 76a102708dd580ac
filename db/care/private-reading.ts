import Database from 'better-sqlite3';
import type { ReadableDb } from '../connection.ts';

/** A journal at rest that nobody else touches, opened for questions alone. */
export interface PrivateReading {
  readonly db: ReadableDb;
  /** First line of SQLite's own check: `ok`, or the first damage. */
  check(kind: 'quick_check' | 'integrity_check'): string;
  vacuumInto(path: string): void;
  close(): void;
}

/** Throws the error of SQLite for a file that is no journal. */
export function openPrivateReading(path: string, nativeBinding: string | undefined): PrivateReading {
  const db = new Database(path, {
    readonly: true,
    fileMustExist: true,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand exists for the compiler alone; this connection cannot write at all
    db: db as unknown as ReadableDb,
    check: (kind) => String(db.pragma(`${kind}(1)`, { simple: true })),
    vacuumInto: (target) => void db.prepare('VACUUM INTO ?').run(target),
    close: () => void db.close(),
  };
}
