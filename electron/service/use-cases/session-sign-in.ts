import { ok } from '../../../counter/result.ts';
import { provePerson } from '../session.ts';
import type { UseCase } from './use-case.ts';

export const sessionSignIn: UseCase<'session.signIn'> = async (context, input) => {
  const journal = context.keeper.use();
  if (!journal.ok) return journal;
  const proved = await provePerson(context.session, journal.value, context.clock, input);
  if (!proved.ok) return proved;
  const { person, name, role } = proved.value;
  context.session.current = { person, role };
  context.changed();
  return ok({ person, name, role });
};
