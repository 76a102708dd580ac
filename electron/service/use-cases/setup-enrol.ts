import { uuidv7 } from '../../../counter/ids.ts';
import { assertNever, ok, type Result } from '../../../counter/result.ts';
import { deviceSigner, generateDeviceKey } from '../../../db/crypto.ts';
import type { CounterEnrolledDraft, Journal } from '../../../db/journal.ts';
import type { Enrolment } from '../../../headend/schemas.ts';
import type { DeviceSecrets } from '../device-key.ts';
import { journalOptions } from '../journal-options.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Output } from '../../contract/schemas.ts';
import type { UseCase } from './use-case.ts';

type Outcome = Result<Output<'setup.enrol'>, Refusal>;

/**
 * Makes this PC a counter. The key is on disk before it is told to anybody, and the head end's answer
 * before the journal is made, so that a lost answer or a crash in between is mended by asking again.
 */
export const setupEnrol: UseCase<'setup.enrol'> = async (context, { code }) => {
  if (context.keeper.journal !== null) return enrolAgain(context, context.keeper.journal, code);
  if (context.keeper.lock !== null) return refuse(context.keeper.lock);
  if (!/^[A-Za-z0-9-]{6,40}$/u.test(code)) return refuse('ENROLMENT_CODE_WRONG');
  const secrets = await keyOfThisPc(context);
  if (!secrets.ok) return secrets;
  const enrolled = await enrolment(context, code, secrets.value);
  if (!enrolled.ok) return enrolled;
  const { deviceSecret } = secrets.value;
  const signer = deviceSigner(deviceSecret);
  const created = await context.keeper.create(
    journalOptions(context, signer, enrolled.value),
    enrolled.value.counter,
    firstEntry(context, enrolled.value, signer.publicKey),
  );
  if (!created.ok) return created;
  await context.begin({ deviceSecret, enrolment: enrolled.value }, created.value);
  return ok({ counter: enrolled.value.counter, office: enrolled.value.office });
};

/**
 * A counter whose key was lost has no token either. An officer's fresh code gets it one, and what was
 * parked for the new key is decided.
 */
async function enrolAgain(context: ServiceContext, journal: Journal, code: string): Promise<Outcome> {
  const kept = await context.keyStore.load();
  if (!kept.ok) return refuse('KEY_STORE_MISSING');
  if (kept.value === null || kept.value.enrolment !== null) return refuse('ALREADY_ENROLLED');
  const enrolled = await enrolment(context, code, kept.value);
  if (!enrolled.ok) return enrolled;
  if (enrolled.value.counter !== journal.counter) return refuse('ENROLMENT_CODE_WRONG');
  const { deviceSecret } = kept.value;
  await context.headEnd.begin({ deviceSecret, enrolment: enrolled.value }, journal);
  context.changed();
  return ok({ counter: enrolled.value.counter, office: enrolled.value.office });
}

async function keyOfThisPc(context: ServiceContext): Promise<Result<DeviceSecrets, Refusal>> {
  const kept = await context.keyStore.load();
  if (!kept.ok) return refuse('KEY_STORE_MISSING');
  if (kept.value !== null) return ok(kept.value);
  const fresh: DeviceSecrets = { deviceSecret: generateDeviceKey(context.random).secret, enrolment: null };
  const failed = await saved(context, fresh);
  return failed ?? ok(fresh);
}

async function enrolment(
  context: ServiceContext,
  code: string,
  secrets: DeviceSecrets,
): Promise<Result<Enrolment, Refusal>> {
  if (secrets.enrolment !== null) return ok(secrets.enrolment);
  const verdict = await context.headEnd.enrol({
    v: 1,
    code,
    alg: 'ed25519',
    publicKey: deviceSigner(secrets.deviceSecret).publicKey,
  });
  if (!verdict.ok) return verdict;
  switch (verdict.value.kind) {
    case 'answered': {
      const failed = await saved(context, { ...secrets, enrolment: verdict.value.value });
      return failed ?? ok(verdict.value.value);
    }
    case 'not-answering':
      context.log.note('enrolment: the head end does not answer', { reason: verdict.value.reason });
      return refuse('HEAD_END_NOT_ANSWERING', { reason: verdict.value.reason });
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

async function saved(context: ServiceContext, secrets: DeviceSecrets) {
  try {
    const kept = await context.keyStore.save(secrets);
    return kept.ok ? null : refuse('KEY_STORE_MISSING');
  } catch (error) {
    context.log.incident('setup', 'the device key cannot be kept', error);
    return refuse('JOURNAL_READONLY', { folder: context.config.dataFolder });
  }
}

function firstEntry(context: ServiceContext, enrolled: Enrolment, publicKey: string): CounterEnrolledDraft {
  return {
    kind: 'counter enrolled',
    v: 1,
    uid: uuidv7(context.clock.wallMs(), context.random),
    businessDate: null,
    day: null,
    shift: null,
    operator: 'program',
    ledger: [],
    ref: null,
    office: enrolled.office,
    officeName: enrolled.officeName,
    company: enrolled.company,
    publicKey,
    headEndPublicKey: enrolled.headEndPublicKey,
    headEndId: enrolled.serverId,
    recoveryKey: context.config.recoveryPublicKey ?? enrolled.recoveryKey,
  };
}
