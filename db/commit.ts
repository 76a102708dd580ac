import { join } from 'node:path';
import type { Result } from '../counter/result.ts';
import { lastAnswerNumber } from './answer-reads.ts';
import { openConnection, type WritableDb } from './connection.ts';
import { freeReserve } from './care/reserve.ts';
import { errorCode, fault, faultOfError, type JournalFault } from './fault.ts';
import type { JournalInner } from './journal-inner.ts';
import { statement } from './statement.ts';
import { readTail } from './tail.ts';

export const journalFileName = 'journal.db';

export type CommitOutcome<Value> =
  | { readonly kind: 'committed'; readonly value: Value }
  | { readonly kind: 'refused'; readonly fault: JournalFault }
  | { readonly kind: 'unknown'; readonly fault: JournalFault };

/**
 * Runs `work` in one immediate transaction: one flush, or nothing. An error of the disk leaves the
 * outcome unknown, for a commit that reports failure may still come back after a restart: the
 * journal is closed and reopened and `find` looks for what was meant to be written.
 */
export function commit<Value>(
  inner: JournalInner,
  work: (db: WritableDb) => Result<Value, JournalFault>,
  find: (db: WritableDb) => Value | null,
): CommitOutcome<Value> {
  if (inner.state !== 'open')
    return { kind: 'refused', fault: fault('stopped', `the journal is ${inner.state}`) };
  const { db } = inner;
  try {
    statement(db, 'BEGIN IMMEDIATE').run();
    const worked = work(db);
    if (!worked.ok) {
      statement(db, 'ROLLBACK').run();
      return { kind: 'refused', fault: worked.error };
    }
    const wrapped = inner.options.faults?.commit;
    if (wrapped === undefined) statement(db, 'COMMIT').run();
    else wrapped(() => void statement(db, 'COMMIT').run());
    return { kind: 'committed', value: worked.value };
  } catch (error) {
    const known = faultOfError(error);
    if (known !== null) {
      // At once: what closes the day needs room, and so does opening the journal anew.
      if (known.code === 'disk-full' && freeReserve(inner.options.folder)) inner.reserve = 'freed';
      return errorCode(error) === 'SQLITE_FULL' ? undone(inner, find, known) : resolve(inner, find, known);
    }
    if (db.open && db.inTransaction) db.exec('ROLLBACK');
    if (!errorCode(error).startsWith('SQLITE_CONSTRAINT')) throw error;
    return { kind: 'refused', fault: fault('draft-refused', error instanceof Error ? error.message : '') };
  }
}

/**
 * A full disk stops SQLite before the frame that commits, and leaves the connection as it was: the
 * outcome is known, and what is recorded can still be read and sent.
 */
function undone<Value>(
  { db }: JournalInner,
  find: (db: WritableDb) => Value | null,
  cause: JournalFault,
): CommitOutcome<Value> {
  if (db.inTransaction) db.exec('ROLLBACK');
  const value = find(db);
  return value === null ? { kind: 'refused', fault: cause } : { kind: 'committed', value };
}

function resolve<Value>(
  inner: JournalInner,
  find: (db: WritableDb) => Value | null,
  cause: JournalFault,
): CommitOutcome<Value> {
  const failed = reopen(inner);
  if (failed !== null) {
    inner.state = 'stopped';
    const stopped = fault('stopped', `${cause.detail}; then ${failed.detail}`);
    inner.options.onStopped?.(stopped);
    return { kind: 'unknown', fault: stopped };
  }
  const value = find(inner.db);
  return value === null ? { kind: 'refused', fault: cause } : { kind: 'committed', value };
}

/**
 * After a failed flush the system may count pages as written that are not. So what the log holds is
 * moved into the journal and flushed there before anything found is believed.
 */
function reopen(inner: JournalInner): JournalFault | null {
  const { faults, folder, nativeBinding, clock, bootId, known } = inner.options;
  if (inner.fileHeld === 'held') inner.fileHeld = 'broken';
  try {
    inner.db.close();
    faults?.reopen?.();
    const opened = openConnection({
      path: join(folder, journalFileName),
      nativeBinding,
      mode: 'existing',
      boot: { bootId, at: clock.wallMs() },
      maxPageCount: faults?.maxPageCount,
      known,
    });
    if (!opened.ok) return opened.error;
    inner.db = opened.value.db;
    moveLog(inner.db);
    inner.tail = readTail(inner.db);
    inner.newest = null;
    inner.lastAnswer = lastAnswerNumber(inner.db);
    return null;
  } catch (error) {
    const known = faultOfError(error);
    if (known === null) throw error;
    return known;
  }
}

/** Moves the whole log into the journal, flushed; throws where the disk does not take it. */
export function moveLog(db: WritableDb): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  beginLog(db);
}

/**
 * The first commit behind a moved log writes the log's head and flushes it for itself: a third flush,
 * which no sale shall wait for. Writing the version that already stands there takes it over.
 */
export function beginLog(db: WritableDb): void {
  const version: unknown = db.pragma('user_version', { simple: true });
  db.pragma(`user_version = ${String(version)}`);
}
