import { z } from 'zod';
import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { Enrolment, EnrolmentRequest } from '../schemas.ts';
import { accessTokenOf, refuse, type CorePorts } from './core.ts';
import { trustKey } from './enrol-key.ts';
import type { CodeRow, CounterRow } from './store.ts';

/** An enrolment code handed to one counter, with what that counter will be told. */
export type OfferedCode = Omit<CodeRow, 'publicKey'>;

const name = z.string().min(1).max(120);
/** An enrolment code as an officer writes it down. */
export const codeSchema = z.strictObject({
  code: z.string().regex(/^[A-Za-z0-9-]{6,40}$/u),
  counter: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/u),
  office: z.string().regex(/^[A-Za-z0-9]{1,12}$/u),
  officeNameHi: name,
  officeNameEn: name,
  companyHi: name,
  companyEn: name,
}) satisfies z.ZodType<OfferedCode>;

export async function offerCodes(ports: CorePorts, codes: readonly OfferedCode[]): Promise<void> {
  await ports.store.transaction(async (tx) => {
    for (const code of codes) await tx.offerCode({ ...code, publicKey: null });
  });
}

/**
 * A code works once. The same code with the same key answers the same again, because the first answer
 * may have been lost on its way. A fresh code for a counter that is known is an officer's word for its
 * new key: the old one was lost.
 */
export async function enrol(ports: CorePorts, request: EnrolmentRequest): Promise<Enrolment> {
  const outcome = await ports.store.transaction(async (tx) => {
    const code = await tx.lockCode(request.code);
    if (code === null) return refuse('unknown-code', 403, 'This enrolment code is not known');
    if (code.publicKey !== null && code.publicKey !== request.publicKey) {
      return refuse('code-used', 409, 'This enrolment code was used by another key');
    }
    const known = await tx.lockCounter(code.counter);
    const { publicKey } = request;
    if (known !== null && known.publicKey !== publicKey && code.publicKey !== null) {
      return refuse('code-used', 409, 'This counter was enrolled with another key since');
    }
    if (code.publicKey === null) await tx.useCode(code.code, publicKey);
    if (known === null) await tx.insertCounter(newCounter(code, publicKey, await tx.serverEpoch()));
    // A fresh code for a counter that is there: by it an officer vouches for the key that it has now.
    else if (known.publicKey !== publicKey)
      await trustKey(ports, tx, { ...known, publicKey, signingKey: publicKey });
    return enrolmentOf(ports, code, known?.epoch ?? 1, request.publicKey);
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

function newCounter(code: CodeRow, publicKey: string, heardIn: string): CounterRow {
  return {
    counter: code.counter,
    epoch: 1,
    publicKey,
    signingKey: publicKey,
    ackedSeq: 0,
    headHash: hashBeforeFirst,
    answerCount: 0,
    frozen: null,
    heardIn,
  };
}

/** What a counter is told of itself, with the token for this key. */
export function enrolmentOf(ports: CorePorts, code: CodeRow, epoch: number, publicKey: string): Enrolment {
  return {
    v: 1,
    serverId: ports.serverId,
    counter: code.counter,
    epoch,
    office: code.office,
    officeName: { hi: code.officeNameHi, en: code.officeNameEn },
    company: { hi: code.companyHi, en: code.companyEn },
    limits: ports.counterLimits,
    headEndPublicKey: ports.publicKey,
    recoveryKey: ports.recoveryKey,
    accessToken: accessTokenOf(ports, code.counter, publicKey),
  };
}
