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
    inner.db.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    // The log still holds everything. A disk that fails shows itself at the next commit.
    if (faultOfError(error) === null) throw error;
  }
}
