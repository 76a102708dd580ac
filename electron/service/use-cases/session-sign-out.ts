import { ok } from '../../../counter/result.ts';
import type { UseCase } from './use-case.ts';

export const sessionSignOut: UseCase<'session.signOut'> = (context) => {
  context.session.current = null;
  context.changed();
  return ok({});
};
