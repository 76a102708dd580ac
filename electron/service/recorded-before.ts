import type { Entry, EntryKind } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { assert, ok, type Result } from '../../counter/result.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { entryByUid } from '../../db/entries.ts';
import { refuse, type Refusal } from './refusal.ts';

/**
 * The entry that a repeated call already made, so that it gets the first call's answer; null when
 * the uid is new. A uid that stands for another act is refused.
 */
export function recordedBefore<Kind extends EntryKind>(
  db: ReadableDb,
  uid: string,
  kind: Kind,
): Result<Extract<Entry, { kind: Kind }> | null, Refusal> {
  const stored = entryByUid(db, uid);
  if (stored === null) return ok(null);
  const entry = readBody(stored.body);
  assert(entry !== null, `entry ${stored.seq} reads`);
  return isOfKind(entry, kind) ? ok(entry) : refuse('RECHARGE_CHANGED', { seq: stored.seq });
}

function isOfKind<Kind extends EntryKind>(entry: Entry, kind: Kind): entry is Extract<Entry, { kind: Kind }> {
  return entry.kind === kind;
}
