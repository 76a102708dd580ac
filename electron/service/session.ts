import type { Role } from '../../counter/journal/every-entry.ts';
import { mayApprove } from '../../counter/people/person-draft.ts';
import {
  afterWrongPin,
  noTries,
  triesAfterRestart,
  waitMs,
  type PinTries,
} from '../../counter/people/pin-rules.ts';
import { limits } from '../../counter/limits.ts';
import { ok, type Result } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import type { ReadableDb } from '../../db/connection.ts';
import type { Journal } from '../../db/journal.ts';
import { noteWrongPins, personById, pinOf, wrongPins, type PersonRow } from '../../db/people.ts';
import { pinMatches } from './pin-hash.ts';
import { refuse, type Refusal } from './refusal.ts';

export interface SignedIn {
  readonly person: string;
  readonly role: Role;
}

/** Who sits at this counter, and how often each person mistyped. One process, one session. */
export interface Session {
  current: SignedIn | null;
  readonly tries: Map<string, PinTries>;
}

export function newSession(): Session {
  return { current: null, tries: new Map() };
}

/**
 * The person of an id and a PIN. An unknown person takes a wrong PIN's time and answer, so that ids
 * cannot be found out. The wait of a person holds for sign-in and for approvals alike, and across
 * restarts.
 */
export async function provePerson(
  session: Session,
  journal: Journal,
  clock: Clock,
  given: { readonly person: string; readonly pin: string },
): Promise<Result<PersonRow, Refusal>> {
  const { db } = journal;
  const person = personById(db, given.person);
  const tries = person === null ? noTries : triesOf(session, db, clock, given.person);
  const wait = waitMs(tries, clock.monotonicMs());
  if (wait > 0) return refuse('PIN_LOCKED', { minutes: Math.ceil(wait / 60_000) });
  const stored = person?.state === 'active' ? pinOf(db, given.person) : null;
  const right = await pinMatches(given.pin, stored ?? decoyHash);
  if (person === null || stored === null || !right) {
    const next = afterWrongPin(tries, clock.monotonicMs());
    if (person !== null) {
      session.tries.set(given.person, next);
      // Where the disk does not take it, this process still counts.
      noteWrongPins(journal, given.person, next.wrong);
    }
    const lockedFor = waitMs(next, clock.monotonicMs());
    return lockedFor > 0
      ? refuse('PIN_LOCKED', { minutes: Math.ceil(lockedFor / 60_000) })
      : refuse('PIN_WRONG', { left: Math.max(0, limits.pinTriesMax - next.wrong) });
  }
  if (tries.wrong > 0) noteWrongPins(journal, given.person, 0);
  session.tries.set(given.person, noTries);
  return ok(person);
}

/** Known to this process, or read once from what the last one left on disk. */
function triesOf(session: Session, db: ReadableDb, clock: Clock, person: string): PinTries {
  const known = session.tries.get(person);
  if (known !== undefined) return known;
  const now = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  const found = triesAfterRestart(wrongPins(db, person), now);
  session.tries.set(person, found);
  return found;
}

/** An approval is bound to the one act it came with: nothing of it is remembered. */
export async function proveApprover(
  session: Session,
  journal: Journal,
  clock: Clock,
  given: { readonly person: string; readonly pin: string },
): Promise<Result<PersonRow, Refusal>> {
  const proved = await provePerson(session, journal, clock, given);
  if (!proved.ok) return proved;
  return mayApprove(proved.value, session.current?.person ?? '') ? proved : refuse('APPROVER_NOT_PERMITTED');
}

/** Nobody's PIN: 32 zero bytes that no scrypt result is. */
const decoyHash = `scrypt$16384$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
