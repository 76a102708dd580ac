import type { Entry, EntryDraft, StoredEntry } from '../counter/journal/entry.ts';
import { placeEntry, sameIntent, sealEntry, tailAfter } from '../counter/journal/place-entry.ts';
import { readBody } from '../counter/journal/read-body.ts';
import { receiptPrefix } from '../counter/journal/receipt-count.ts';
import { keyNamedBy } from '../counter/journal/verify-chain.ts';
import { assert, assertNever, err, ok, type Result } from '../counter/result.ts';
import { kolkataDate } from '../counter/time.ts';
import { readClock } from './clock.ts';
import { commit } from './commit.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { sha256Hex } from './crypto.ts';
import { entryByUid, insertEntry } from './entries.ts';
import { fault, type JournalFault } from './fault.ts';
import type { Journal } from './journal.ts';
import type { JournalInner } from './journal-inner.ts';
import { projectEntry, receiptCount } from './projections.ts';
import { type Copies, copyEntry } from './second-copy.ts';

export type AppendOutcome =
  | { readonly kind: 'recorded'; readonly entry: StoredEntry; readonly body: Entry; readonly copies: Copies }
  /** This uid was recorded before, with the same intent: nothing was written. */
  | { readonly kind: 'already'; readonly entry: StoredEntry; readonly copies: Copies }
  | { readonly kind: 'refused'; readonly fault: JournalFault }
  /** Neither proved nor disproved: ask again by the same uid after the journal was opened anew. */
  | { readonly kind: 'unknown'; readonly fault: JournalFault };

/** Writes that belong to the same transaction as the entry: its print job. Throwing undoes all. */
export type Alongside = (db: WritableDb, stored: StoredEntry) => void;

/**
 * Records one act: journal on disk, then second copy, then the answer. The transaction runs before
 * the first await, so calls that meet are ordered as they were made.
 */
export async function appendEntry(
  journal: Journal,
  draft: EntryDraft,
  alongside?: Alongside,
): Promise<AppendOutcome> {
  const { inner } = journal;
  const { faults } = inner.options;
  const outcome = appendToJournal(inner, draft, alongside);
  switch (outcome.kind) {
    case 'refused':
    case 'unknown':
      return outcome;
    case 'already':
      return { ...outcome, copies: await copyEntry(inner, outcome.entry.seq) };
    case 'recorded': {
      faults?.crashPoint?.('after-commit');
      const copies = await copyEntry(inner, outcome.entry.seq);
      faults?.crashPoint?.('after-mirror');
      return { ...outcome, copies };
    }
    default:
      return assertNever(outcome);
  }
}

type JournalOutcome =
  | { readonly kind: 'recorded'; readonly entry: StoredEntry; readonly body: Entry }
  | { readonly kind: 'already'; readonly entry: StoredEntry }
  | { readonly kind: 'refused' | 'unknown'; readonly fault: JournalFault };

/** The synchronous half: the journal alone. First run uses it before there is a second copy. */
export function appendToJournal(
  inner: JournalInner,
  draft: EntryDraft,
  alongside?: Alongside,
): JournalOutcome {
  if (inner.state !== 'open')
    return { kind: 'refused', fault: fault('stopped', `the journal is ${inner.state}`) };
  const before = entryByUid(inner.db, draft.uid);
  if (before !== null) {
    if (sameIntent(draft, before)) return { kind: 'already', entry: before };
    return { kind: 'refused', fault: fault('uid-reused', `entry ${before.seq} has this uid`) };
  }
  const outcome = commit(
    inner,
    (db) => {
      const written = write(inner, db, draft);
      if (!written.ok) return written;
      alongside?.(db, written.value.entry);
      inner.options.faults?.crashPoint?.('before-commit');
      return written;
    },
    (db) => readAgain(db, draft.uid),
  );
  if (outcome.kind !== 'committed') return outcome;
  const { entry, body } = outcome.value;
  inner.tail = tailAfter(entry, body);
  inner.newest = { stored: entry, date: body.businessDate ?? kolkataDate(body.at) };
  inner.publicKey = keyNamedBy(body) ?? inner.publicKey;
  if (body.kind === 'clock moved') inner.confirmedOffMs = body.headEndOffMs;
  return { kind: 'recorded', entry, body };
}

interface Written {
  readonly entry: StoredEntry;
  readonly body: Entry;
}

function readAgain(db: ReadableDb, uid: string): Written | null {
  const entry = entryByUid(db, uid);
  if (entry === null) return null;
  const body = readBody(entry.body);
  assert(body !== null, 'the body just written can be read');
  return { entry, body };
}

function write(inner: JournalInner, db: WritableDb, draft: EntryDraft): Result<Written, JournalFault> {
  const { signer } = inner.options;
  const wrongKey = keyFault(inner, draft);
  if (wrongKey !== null) return err(wrongKey);
  const given = receiptsBefore(inner, db, draft);
  const placed = placeEntry(inner.place, inner.tail, readClock(inner), draft, given);
  if (!placed.ok) return placed;
  const stored = sealEntry(placed.value, inner.tail.hash, { sha256: sha256Hex, sign: signer.sign });
  if (!stored.ok) return stored;
  insertEntry(db, stored.value, placed.value);
  if (!projectEntry(db, placed.value)) {
    return err(fault('draft-refused', `${draft.kind}: its day, shift or outage is not open`));
  }
  return ok({ entry: stored.value, body: placed.value });
}

function receiptsBefore(inner: JournalInner, db: WritableDb, draft: EntryDraft): number {
  if (draft.kind !== 'recharge' || draft.businessDate === null) return 0;
  return receiptCount(db, receiptPrefix({ ...inner.place, epoch: inner.tail.epoch }, draft.businessDate));
}

/** Each entry is signed by the key that the journal names, or names the key that signs it. */
function keyFault(inner: JournalInner, draft: EntryDraft): JournalFault | null {
  const { publicKey } = inner.options.signer;
  const named = keyNamedBy(draft);
  if (named !== null && named !== publicKey) {
    return fault('draft-refused', 'the key that an entry names must be the one that signs it');
  }
  if (draft.kind === 'counter enrolled' && inner.tail.seq > 0) {
    return fault('draft-refused', 'a counter is enrolled once');
  }
  return named === null && inner.publicKey !== publicKey
    ? fault('key-differs', 'the journal names another device key')
    : null;
}
