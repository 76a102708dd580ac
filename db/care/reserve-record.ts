import { lastSeq } from '../entries.ts';
import type { Journal } from '../journal.ts';
import type { ReadableDb } from '../connection.ts';
import { lastCare, recordCare } from './care-events.ts';
import { hasReserve, makeReserve, reserveName } from './reserve.ts';

/** `freed`: the disk was full, and the reserve has not been made again since. */
export function reserveOnRecord(db: ReadableDb): 'kept' | 'freed' {
  return lastCare(db, ['reserve-freed', 'reserve-made'])?.event === 'reserve-freed' ? 'freed' : 'kept';
}

/** A reserve that the journal gave up for itself is put on record as soon as it takes anything. */
export function recordReserve({ inner, db }: Journal): void {
  if (inner.reserve !== 'freed' || reserveOnRecord(db) === 'freed') return;
  recordCare(inner, {
    event: 'reserve-freed',
    afterSeq: lastSeq(db),
    file: reserveName,
    detail: 'the disk is full',
  });
}

/**
 * Makes the reserve where it is missing and there is room for it. `kept` when it is there now, by this call
 * or before it; selling goes on then.
 */
export async function keepReserve(journal: Journal): Promise<'kept' | 'no-room'> {
  const { inner, db } = journal;
  const { folder, random, reserveBytes: bytes } = inner.options;
  if (bytes === undefined) return 'kept';
  recordReserve(journal);
  if (!hasReserve(folder, bytes)) {
    if (!(await makeReserve(folder, bytes, random)).ok) return 'no-room';
    inner.reserve = 'kept';
  }
  if (reserveOnRecord(db) === 'freed') {
    recordCare(inner, {
      event: 'reserve-made',
      afterSeq: lastSeq(db),
      file: reserveName,
      detail: `${bytes} bytes`,
    });
  }
  return 'kept';
}
