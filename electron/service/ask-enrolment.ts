import { assertNever, ok, type Result } from '../../counter/result.ts';
import { deviceSigner } from '../../db/crypto.ts';
import type { Enrolment } from '../../headend/schemas.ts';
import type { DeviceSecrets } from './device-key.ts';
import { refuseUnanswered } from './head-end-fault.ts';
import { refuse, type Refusal, type Refused } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

/** Asks the head end to know this key by a code that an officer handed out. */
export async function askEnrolment(
  context: ServiceContext,
  code: string,
  deviceSecret: string,
): Promise<Result<Enrolment, Refusal>> {
  const { publicKey } = deviceSigner(deviceSecret);
  const verdict = await context.headEnd.enrol({ v: 1, code, alg: 'ed25519', publicKey });
  if (!verdict.ok) return verdict;
  switch (verdict.value.kind) {
    case 'answered':
      return ok(verdict.value.value);
    case 'not-answering':
      context.log.note('enrolment: the head end does not answer', { reason: verdict.value.reason });
      return refuseUnanswered(verdict.value.reason);
    case 'refused': {
      const { type, title } = verdict.value.problem;
      context.log.note('enrolment refused', { type, title });
      const wrongCode = type === 'unknown-code' || type === 'code-used' || type === 'malformed';
      return refuse(wrongCode ? 'ENROLMENT_CODE_WRONG' : 'HEAD_END_REFUSED', { reason: type });
    }
    default:
      return assertNever(verdict.value);
  }
}

/** Null when they are on disk. */
export async function keepSecrets(context: ServiceContext, secrets: DeviceSecrets): Promise<Refused | null> {
  try {
    const kept = await context.keyStore.save(secrets);
    return kept.ok ? null : refuse('KEY_STORE_MISSING');
  } catch (error) {
    context.log.incident('setup', 'the device key cannot be kept', error);
    return refuse('JOURNAL_READONLY', { folder: context.config.dataFolder });
  }
}
