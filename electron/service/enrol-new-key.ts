import { ok, type Result } from '../../counter/result.ts';
import type { Journal } from '../../db/journal.ts';
import { keyWasLost } from '../../db/key-standing.ts';
import { askEnrolment, keepSecrets } from './ask-enrolment.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * An officer's code makes the new key of this counter known to the head end: until then it parks what
 * the counter sells, or gets nothing where the token was lost with the old key.
 */
export async function enrolNewKey(
  context: ServiceContext,
  journal: Journal,
  code: string,
): Promise<Result<{ readonly counter: string; readonly office: string }, Refusal>> {
  if (!keyWasLost(journal)) return refuse('ALREADY_ENROLLED');
  const kept = await context.keyStore.load();
  if (!kept.ok || kept.value === null) return refuse('KEY_STORE_MISSING');
  const { deviceSecret } = kept.value;
  const asked = await askEnrolment(context, code, deviceSecret);
  if (!asked.ok) return asked;
  const enrolment = asked.value;
  const { counter, office } = journal;
  // A code for another counter would send this journal under a name that is not its own.
  if (enrolment.counter !== counter || enrolment.office !== office) return refuse('ENROLMENT_CODE_WRONG');
  const failed = await keepSecrets(context, { deviceSecret, enrolment });
  if (failed !== null) return failed;
  await context.headEnd.stop();
  await context.headEnd.begin({ deviceSecret, enrolment }, journal);
  context.log.note('the new device key is enrolled');
  context.changed();
  return ok({ counter, office });
}
