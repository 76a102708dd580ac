import type { Entry, StoredEntry } from '../counter/journal/entry.ts';
import { emptyTail, type JournalTail, tailAfter } from '../counter/journal/place-entry.ts';
import { readBody } from '../counter/journal/read-body.ts';
import { keyNamedBy, verifyNext } from '../counter/journal/verify-chain.ts';
import { limits } from '../counter/limits.ts';
import { err, ok, type Result } from '../counter/result.ts';
import type { ReadableDb } from './connection.ts';
import { sha256Hex, verifyHash } from './crypto.ts';
import { entriesFrom, entryBySeq, lastSeq } from './entries.ts';
import { DamagedRow, fault, type JournalFault } from './fault.ts';
import { statement } from './statement.ts';

export interface Identity {
  readonly counter: string;
  readonly office: string;
}

export function readIdentity(db: ReadableDb): Identity | null {
  return statement<Identity>(db, 'SELECT counter, office FROM identity').get() ?? null;
}

/** Where the journal ends, as its last entry says. */
export function readTail(db: ReadableDb): JournalTail {
  const last = entryBySeq(db, lastSeq(db));
  if (last === null) return emptyTail;
  const entry = readBody(last.body);
  if (entry === null) throw new DamagedRow('the last body cannot be read');
  return tailAfter(last, entry);
}

/** The key that signed the entries from `seq` on back to where it was named. Empty before any was. */
export function keyAt(db: ReadableDb, seq: number): string {
  const entry = lastKeyNaming(db, seq);
  return entry === null ? '' : (keyNamedBy(entry) ?? '');
}

/** The last entry up to `seq` that names a device key; null before any did. */
export function lastKeyNaming(db: ReadableDb, seq: number = Number.MAX_SAFE_INTEGER): Entry | null {
  const [entry] = namedIn(db, `seq <= ? AND kind <> 'clock moved' ORDER BY seq DESC LIMIT 1`, seq);
  return entry ?? null;
}

/** Every device key that this journal has ever named, oldest first. */
export function keysNamedIn(db: ReadableDb): string[] {
  return namedIn(db, `kind <> 'clock moved' ORDER BY seq`).flatMap((entry) => keyNamedBy(entry) ?? []);
}

/** The difference to the head end's time that stands confirmed. */
export function confirmedOffAt(db: ReadableDb): number | null {
  const [entry] = namedIn(db, `kind = 'clock moved' ORDER BY seq DESC LIMIT 1`);
  return entry?.kind === 'clock moved' ? entry.headEndOffMs : null;
}

/** The few entries that say which key and which time hold: found by their own small index at any length. */
function namedIn(db: ReadableDb, which: string, ...values: readonly number[]): Entry[] {
  const sql = `SELECT body FROM entry INDEXED BY entry_reference
    WHERE kind IN ('counter enrolled', 'clock moved', 'key lost', 'recovery') AND ${which}`;
  return statement<{ body: string }>(db, sql)
    .all(...values)
    .flatMap(({ body }) => readBody(body) ?? []);
}

/** The division's recovery key as the first entry names it; null where it names none. */
export function recoveryKeyOf(db: ReadableDb): string | null {
  const first = entryBySeq(db, 1);
  const entry = first === null ? null : readBody(first.body);
  return entry?.kind === 'counter enrolled' ? entry.recoveryKey : null;
}

/** Proves chain and every signature of the last entries: cheap enough for each opening. */
export function proveTail(db: ReadableDb, identity: Identity): Result<void, JournalFault> {
  const { counter } = identity;
  const start = Math.max(0, lastSeq(db) - limits.journalTailProved);
  const before: StoredEntry | null = entryBySeq(db, start);
  if (start > 0 && before === null) return err(fault('corrupt', `entry ${start} is missing`));
  let chain = {
    counter,
    epoch: before?.epoch ?? emptyTail.epoch,
    seq: start,
    hash: before?.hash ?? emptyTail.hash,
    publicKey: keyAt(db, start),
    recoveryKey: recoveryKeyOf(db),
  };
  const maxBytes = limits.journalBodyBytesMax * limits.journalTailProved;
  for (const stored of entriesFrom(db, start + 1, limits.journalTailProved, maxBytes)) {
    const next = verifyNext(chain, stored, { sha256: sha256Hex, verify: verifyHash }, 'every');
    if (!next.ok) return err(fault('corrupt', `entry ${next.error.seq}: ${next.error.code}`));
    chain = next.value.chain;
  }
  return ok(undefined);
}
