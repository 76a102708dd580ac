import { ok } from '../../../counter/result.ts';
import type { UseCase } from './use-case.ts';

export const headEndSendNow: UseCase<'headEnd.sendNow'> = (context) => {
  const journal = context.keeper.use();
  if (!journal.ok) return journal;
  context.headEnd.sendNow();
  return ok({});
};
