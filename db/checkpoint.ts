import { beginLog } from './commit.ts';
import type { WritableDb } from './connection.ts';
import { faultOfError } from './fault.ts';
import type { Journal } from './journal.ts';

/**
 * Call when nobody is selling. Moves the log into the journal as far as it goes without waiting; the
 * log file keeps its size, for overwriting flushes faster than growing.
 */
export function checkpointWhenIdle(journal: Journal): void {
  const { inner } = journal;
  if (inner.state !== 'open' || inner.fileHeld !== 'free') return;
  try {
    if (framesInLog(inner.db) <= framesOfBeginning) return;
    inner.db.pragma('wal_checkpoint(PASSIVE)');
    beginLog(inner.db);
  } catch (error) {
    // The log still holds everything. A disk that fails shows itself at the next commit.
    if (faultOfError(error) === null) throw error;
  }
}

/** What `beginLog` itself leaves in the log: moving that again and again would never let the disk rest. */
const framesOfBeginning = 1;

function framesInLog(db: WritableDb): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the row that SQLite documents for this pragma
  const [log] = db.pragma('wal_checkpoint(NOOP)') as readonly { log: number; checkpointed: number }[];
  return log === undefined ? 0 : log.log - log.checkpointed;
}
