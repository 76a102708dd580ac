import { currentDay, openShifts, unsentSummary, type UnsentSummary } from '../../db/day-reads.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { entryBySeq, lastSeq } from '../../db/entries.ts';
import { openPrintJobs } from '../../db/print-jobs.ts';
import { statement } from '../../db/statement.ts';
import { keyAt, readIdentity, recoveryKeyOf } from '../../db/tail.ts';

/** What a journal says of itself, for `counter -- status`: the same from a running service and at rest. */
export interface StatusFacts {
  readonly counter: string | null;
  readonly epoch: number;
  readonly entries: number;
  readonly headHash: string | null;
  readonly businessDate: string | null;
  readonly shift: string | null;
  readonly unsent: UnsentSummary;
  readonly prints: { readonly waiting: number; readonly uncertain: number };
  /** What the journal last put on record about its second copy; null where it never lost or mended one. */
  readonly secondCopyEvent: CareFact | null;
  /** The last whole proof that ran by itself, passed or failed. */
  readonly lastProof: CareFact | null;
  readonly lastCopy: CareFact | null;
  readonly reserve: CareFact | null;
  /** Ed25519, base64url: the key that the journal names now. */
  readonly deviceKey: string;
  readonly hasRecoveryKey: boolean;
}

export interface CareFact {
  readonly event: string;
  readonly at: number;
  readonly afterSeq: number;
  readonly detail: string;
}

export function statusFacts(db: ReadableDb): StatusFacts {
  const last = lastSeq(db);
  const tail = entryBySeq(db, last);
  const jobs = openPrintJobs(db);
  const uncertain = jobs.filter(({ state }) => state === 'uncertain').length;
  return {
    counter: readIdentity(db)?.counter ?? null,
    epoch: tail?.epoch ?? 1,
    entries: last,
    headHash: tail?.hash ?? null,
    businessDate: currentDay(db)?.businessDate ?? null,
    shift: openShifts(db)[0]?.cashier ?? null,
    unsent: unsentSummary(db),
    prints: { waiting: jobs.length - uncertain, uncertain },
    secondCopyEvent: lastCareOf(db, 'mirror-'),
    lastProof: lastCareOf(db, 'proof-'),
    lastCopy: lastCareOf(db, 'copy-'),
    reserve: lastCareOf(db, 'reserve-'),
    deviceKey: keyAt(db, last),
    hasRecoveryKey: recoveryKeyOf(db) !== null,
  };
}

/** The newest of the events whose names begin so. */
function lastCareOf(db: ReadableDb, prefix: string): CareFact | null {
  const sql = `SELECT event, at, after_seq AS afterSeq, detail FROM care_event
    WHERE substr(event, 1, length(?)) = ? ORDER BY n DESC LIMIT 1`;
  return statement<CareFact>(db, sql).get(prefix, prefix) ?? null;
}
