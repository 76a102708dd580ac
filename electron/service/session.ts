import type { Role } from '../../counter/journal/entry.ts';
import { mayApprove } from '../../counter/people/person-draft.ts';
import { afterWrongPin, noTries, waitMs, type PinTries } from '../../counter/people/pin-rules.ts';
import { limits } from '../../counter/limits.ts';
import { ok, type Result } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { personById, pinOf, type PersonRow } from '../../db/people.ts';
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
 * cannot be found out. The wait of a person holds for sign-in and for approvals alike.
 */
export async function provePerson(
  session: Session,
  db: ReadableDb,
  clock: Clock,
  given: { readonly person: string; readonly pin: string },
): Promise<Result<PersonRow, Refusal>> {
  const tries = session.tries.get(given.person) ?? noTries;
  const wait = waitMs(tries, clock.monotonicMs());
  if (wait > 0) return refuse('PIN_LOCKED', { minutes: Math.ceil(wait / 60_000) });
  const person = personById(db, given.person);
  const stored = person?.state === 'active' ? pinOf(db, given.person) : null;
  const right = await pinMatches(given.pin, stored ?? decoyHash);
  if (person === null || stored === null || !right) {
    const next = afterWrongPin(session.tries.get(given.person) ?? noTries, clock.monotonicMs());
    if (person !== null) session.tries.set(given.person, next);
    const lockedFor = waitMs(next, clock.monotonicMs());
    return lockedFor > 0
      ? refuse('PIN_LOCKED', { minutes: Math.ceil(lockedFor / 60_000) })
      : refuse('PIN_WRONG', { left: limits.pinTriesMax - next.wrong });
  }
  session.tries.delete(given.person);
  return ok(person);
}

/** An approval is bound to the one act it came with: nothing of it is remembered. */
export async function proveApprover(
  session: Session,
  db: ReadableDb,
  clock: Clock,
  given: { readonly person: string; readonly pin: string },
): Promise<Result<PersonRow, Refusal>> {
  const proved = await provePerson(session, db, clock, given);
  if (!proved.ok) return proved;
  return mayApprove(proved.value, session.current?.person ?? '') ? proved : refuse('APPROVER_NOT_PERMITTED');
}

/** Nobody's PIN: 32 zero bytes that no scrypt result is. */
const decoyHash = `scrypt$16384$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
