import { personDraft } from '../../../counter/people/person-draft.ts';
import { pinFault } from '../../../counter/people/pin-rules.ts';
import type { Role } from '../../../counter/journal/every-entry.ts';
import { ok, type Result } from '../../../counter/result.ts';
import { currentDay } from '../../../db/day-reads.ts';
import type { Journal } from '../../../db/journal.ts';
import { people, personById, pinOf, setPin } from '../../../db/people.ts';
import { limits } from '../../../counter/limits.ts';
import type { PersonView } from '../../contract/view-schemas.ts';
import { refuseFault } from '../journal-fault.ts';
import { hashPin } from '../pin-hash.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const peopleAdd: UseCase<'people.add'> = (context, input) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  return addPerson(context, desk.value.journal, desk.value.actor.person, input);
};

/**
 * Writes the person, then the PIN. A crash between the two leaves a person without PIN, who cannot
 * sign in; the same call again completes it.
 */
export async function addPerson(
  context: ServiceContext,
  journal: Journal,
  operator: string,
  wanted: PersonView & { readonly uid: string; readonly pin: string },
): Promise<Result<PersonView, Refusal>> {
  const weak = pinFault(wanted.pin);
  if (weak !== null) {
    return refuse('PIN_WEAK', {
      fault: weak,
      digitsMin: limits.pinDigitsMin,
      digitsMax: limits.pinDigitsMax,
    });
  }
  const before = recordedBefore(journal.db, wanted.uid, 'person set');
  if (!before.ok) return before;
  const { uid, person, name, role } = wanted;
  if (before.value === null) {
    if (personById(journal.db, person) !== null && pinOf(journal.db, person) !== null)
      return refuse('PERSON_EXISTS', { person });
    if (people(journal.db).length >= limits.peopleMax)
      return refuse('TOO_LARGE', { peopleMax: limits.peopleMax });
    const pinText = await hashPin(wanted.pin);
    const recorded = await recordPerson(context, journal, { uid, person, name, role, operator });
    return recorded.ok ? withPin(context, journal, recorded.value, pinText) : recorded;
  }
  const known: PersonView = { person: before.value.person, name: before.value.name, role: before.value.role };
  if (known.person !== person || known.role !== role)
    return refuse('RECHARGE_CHANGED', { seq: before.value.seq });
  if (pinOf(journal.db, person) !== null) return ok(known);
  return withPin(context, journal, known, await hashPin(wanted.pin));
}

async function recordPerson(
  context: ServiceContext,
  journal: Journal,
  wanted: PersonView & { readonly uid: string; readonly operator: string },
): Promise<Result<PersonView, Refusal>> {
  const day = currentDay(journal.db);
  const draft = personDraft({
    ...wanted,
    day: day === null ? null : { uid: day.day, businessDate: day.businessDate },
    state: 'active',
  });
  const appended = await context.keeper.append(draft);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  const { person, name, role } = wanted;
  return ok({ person, name, role });
}

function withPin(
  context: ServiceContext,
  journal: Journal,
  person: PersonView,
  pinText: string,
): Result<PersonView, Refusal> {
  const set = setPin(journal, person.person, pinText);
  if (!set.ok) {
    context.keeper.noteFault(set.error);
    return refuseFault(set.error);
  }
  context.changed();
  return ok(person);
}

/** The role of the first person: can open the day, run a drawer and add everybody else. */
export const firstRole: Role = 'head-cashier';
