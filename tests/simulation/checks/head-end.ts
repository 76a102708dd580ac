import type { Answer, SignedAcknowledgement } from '../../../counter/journal/answer.ts';
import { entryHash, hashBeforeFirst } from '../../../counter/journal/chain.ts';
import type { Entry, StoredEntry } from '../../../counter/journal/entry.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import type { CreditRow, EntryRow } from '../../../headend/reference/store.ts';

/** What the head end has of one counter. */
export interface HeadEndHas {
  readonly entries: readonly EntryRow[];
  readonly credits: readonly CreditRow[];
  /** Latest answer by sequence number. */
  readonly answers: ReadonlyMap<number, Answer>;
}

/** I3: once all is calm, both have the same entries, and every rupee is credited, pending or refused. */
export function headEndHasAll(journal: readonly StoredEntry[], has: HeadEndHas): string | null {
  if (has.entries.length !== journal.length) {
    return `the journal has ${journal.length} entries, the head end ${has.entries.length}`;
  }
  const credited = new Map(has.credits.map((row) => [row.uid, row.amountPaise]));
  for (const stored of journal) {
    const row = has.entries.find(({ seq }) => seq === stored.seq);
    if (row?.hash !== stored.hash) return `the head end has another entry ${stored.seq}, or none`;
    const body = readBody(stored.body);
    const askedPaise = askedBy(body);
    if (askedPaise === null) continue;
    const answer = has.answers.get(stored.seq);
    const paise = credited.get(stored.uid) ?? 0;
    const due = answer?.credit === 'applied' ? askedPaise : 0;
    if (answer === undefined) return `nothing is said of entry ${stored.seq}`;
    if (paise !== due)
      return `entry ${stored.seq} is ${answer.credit}, and ${paise} of ${due} paise are credited`;
  }
  return null;
}

/** What an entry asks the head end to credit; null where it asks for nothing. */
function askedBy(body: Entry | null): number | null {
  if (body?.kind === 'recharge') return body.amountPaise;
  return body?.kind === 'refusal settled' ? (body.credit?.amountPaise ?? null) : null;
}

/** I4: no entry is recorded twice and no uid credited twice. */
export function creditedOnce(has: Pick<HeadEndHas, 'entries' | 'credits'>): string | null {
  const uids = has.entries.map(({ uid }) => uid);
  const recorded = firstTwice(uids);
  if (recorded !== null) return `uid ${recorded} is recorded twice`;
  const credited = firstTwice(has.credits.map(({ uid }) => uid));
  return credited === null ? null : `uid ${credited} is credited twice`;
}

/** I7: the counter believes no acknowledgement that the head end did not give. */
export function acknowledgedIsTrue(
  believed: readonly SignedAcknowledgement[],
  given: ReadonlySet<string>,
): string | null {
  const false_ = believed.find(({ text }) => !given.has(text));
  return false_ === undefined
    ? null
    : `the counter believes that entries up to ${false_.acknowledgement.ackedSeq} are recorded, and nobody said so`;
}

/** I10, the counter's half: what the head end said last is what the counter has. */
export function answersArrived(
  journal: readonly StoredEntry[],
  held: (seq: number) => Answer | null,
  has: HeadEndHas,
): string | null {
  for (const { seq } of journal) {
    const said = has.answers.get(seq);
    const heard = held(seq);
    if (
      said?.turn !== heard?.turn ||
      said?.credit !== heard?.credit ||
      said?.reference !== heard?.reference
    ) {
      return `of entry ${seq} the head end says ${saying(said)}, the counter heard ${saying(heard)}`;
    }
  }
  return null;
}

/** I11: two journals that claim one place are never merged in silence. */
export function forkIsSeen(facts: {
  readonly counter: string;
  readonly journal: readonly StoredEntry[];
  readonly entries: readonly EntryRow[];
  readonly isFrozen: boolean;
}): string | null {
  let prevHash = hashBeforeFirst;
  for (const { seq, epoch, body, hash } of facts.entries.toSorted((left, right) => left.seq - right.seq)) {
    if (entryHash(sha256Hex, { counter: facts.counter, epoch, seq, prevHash, body }) !== hash) {
      return `the head end has merged two journals of ${facts.counter} at entry ${seq}`;
    }
    prevHash = hash;
    const own = facts.journal[seq - 1];
    if (own?.hash !== hash && !facts.isFrozen) {
      return `entry ${seq} of ${facts.counter} is another one at the head end, and nobody noticed`;
    }
  }
  return null;
}

function firstTwice(values: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const value of values) {
    if (value !== '' && seen.has(value)) return value;
    seen.add(value);
  }
  return null;
}

function saying(answer: Answer | null | undefined): string {
  return answer === null || answer === undefined ? 'nothing' : `${answer.credit} (turn ${answer.turn})`;
}
