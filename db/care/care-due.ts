import { limits } from '../../counter/limits.ts';
import type { ReadableDb } from '../connection.ts';
import { statement } from '../statement.ts';
import { lastCare } from './care-events.ts';

/** Why a round of care is due: a day was closed, or nobody has looked for a day. */
export type CareDue = 'day-closed' | 'long-ago';

const lastClose = 'SELECT max(closed_at) AS at FROM day_state';
const created = 'SELECT created_at AS at FROM identity';

/** Null while the last round stands for what there is. A round that failed is tried again after a while. */
export function careDue(db: ReadableDb, nowMs: number): CareDue | null {
  const made = lastCare(db, ['copy-made'])?.at ?? 0;
  const triedAt = lastCare(db, ['copy-made', 'copy-failed', 'proof-failed'])?.at ?? 0;
  const closedAt = time(db, lastClose);
  if (closedAt > made && (closedAt > triedAt || nowMs - triedAt >= limits.careRetryMs)) return 'day-closed';
  return nowMs - Math.max(triedAt, time(db, created)) >= limits.careEveryMs ? 'long-ago' : null;
}

function time(db: ReadableDb, sql: string): number {
  return statement<{ at: number | null }>(db, sql).get()?.at ?? 0;
}
