import { uuidv7 } from '../../../counter/ids.ts';
import { ok, type Result } from '../../../counter/result.ts';
import { deviceSigner, generateDeviceKey } from '../../../db/crypto.ts';
import type { CounterEnrolledDraft } from '../../../db/journal.ts';
import type { Enrolment } from '../../../headend/schemas.ts';
import { askEnrolment, keepSecrets } from '../ask-enrolment.ts';
import type { DeviceSecrets } from '../device-key.ts';
import { enrolNewKey } from '../enrol-new-key.ts';
import { journalOptions } from '../journal-options.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';
import type { UseCase } from './use-case.ts';

/**
 * Makes this PC a counter. The key is on disk before it is told to anybody, and the head end's answer
 * before the journal is made, so that a lost answer or a crash in between is mended by asking again.
 * A counter that lost its key enrols the new one by the same channel.
 */
export const setupEnrol: UseCase<'setup.enrol'> = async (context, { code }) => {
  if (context.keeper.lock !== null) return refuse(context.keeper.lock);
  if (!/^[A-Za-z0-9-]{6,40}$/u.test(code)) return refuse('ENROLMENT_CODE_WRONG');
  if (context.keeper.journal !== null) return enrolNewKey(context, context.keeper.journal, code);
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

async function keyOfThisPc(context: ServiceContext): Promise<Result<DeviceSecrets, Refusal>> {
  const kept = await context.keyStore.load();
  if (!kept.ok) return refuse('KEY_STORE_MISSING');
  if (kept.value !== null) return ok(kept.value);
  const fresh: DeviceSecrets = { deviceSecret: generateDeviceKey(context.random).secret, enrolment: null };
  const failed = await keepSecrets(context, fresh);
  return failed ?? ok(fresh);
}

/** An answer that was kept before a crash is not asked for again. */
async function enrolment(
  context: ServiceContext,
  code: string,
  secrets: DeviceSecrets,
): Promise<Result<Enrolment, Refusal>> {
  if (secrets.enrolment !== null) return ok(secrets.enrolment);
  const asked = await askEnrolment(context, code, secrets.deviceSecret);
  if (!asked.ok) return asked;
  const failed = await keepSecrets(context, { ...secrets, enrolment: asked.value });
  return failed ?? asked;
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
