import { people } from '../../../db/people.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { addPerson, firstRole } from './people-add.ts';
import type { UseCase } from './use-case.ts';

/** The first person of a counter is a head cashier, so that an office of one can work. */
export const setupAddFirstPerson: UseCase<'setup.addFirstPerson'> = (context, input) => {
  const journal = context.keeper.use();
  if (!journal.ok) return journal;
  const before = recordedBefore(journal.value.db, input.uid, 'person set');
  if (!before.ok) return before;
  const somebody = people(journal.value.db).some(({ person }) => person !== before.value?.person);
  if (somebody) return refuse('NOT_PERMITTED');
  return addPerson(context, journal.value, 'program', { ...input, role: firstRole });
};
