import { pinOf, somebodyMaySignIn } from '../../../db/people.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { addPerson, firstRole } from './people-add.ts';
import type { UseCase } from './use-case.ts';

/**
 * The first person of a counter is a head cashier, so that an office of one can work. Open until
 * somebody can sign in: a crash between the entry and the PIN must not shut the door for good.
 */
export const setupAddFirstPerson: UseCase<'setup.addFirstPerson'> = (context, input) => {
  const journal = context.keeper.use();
  if (!journal.ok) return journal;
  const before = recordedBefore(journal.value.db, input.uid, 'person set');
  if (!before.ok) return before;
  const { db } = journal.value;
  const isDone = before.value !== null && pinOf(db, before.value.person) !== null;
  if (!isDone && somebodyMaySignIn(db)) return refuse('NOT_PERMITTED');
  return addPerson(context, journal.value, 'program', { ...input, role: firstRole });
};
