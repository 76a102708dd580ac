import { usbAnswerHash } from '../../counter/journal/chain.ts';
import type { SignedAcknowledgement, SignedAnswer } from '../../counter/journal/answer.ts';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import type { BoundedInflate } from '../batch.ts';
import { readJson } from '../read-json.ts';
import { type ExchangeKey, openSealed } from '../sealed-file.ts';
import { checkAcknowledgement, checkAnswers, type CheckPorts } from '../signed-texts.ts';
import type { Problem } from '../schemas.ts';
import { signedUsbAnswerSchema, usbAnswerSchema } from './usb-schemas.ts';

/** The head end's answer to a stick, every part of it checked. */
export interface StickReading {
  readonly serverEpoch: string;
  readonly manifestHash: string;
  readonly problem: Problem | null;
  readonly acknowledgement: SignedAcknowledgement | null;
  readonly answers: readonly SignedAnswer[];
  readonly cursor: string;
  readonly more: boolean;
  /** Time of the head end, UTC milliseconds. */
  readonly at: number;
}

export type AnswerFault =
  /** Closed to another counter, or another key of this one; or damaged on the way. */
  'not-for-us' | 'too-large' | 'misshapen' | 'wrong-signature' | 'other-counter' | 'other-head-end';

export interface ReadAnswerPorts extends CheckPorts {
  readonly replyKey: ExchangeKey;
  readonly inflate: BoundedInflate;
}

export async function readStickAnswer(
  ports: ReadAnswerPorts,
  sealed: Uint8Array,
): Promise<Result<StickReading, AnswerFault>> {
  if (sealed.length > limits.usbAnswerFileBytesMax) return err('too-large');
  const packed = openSealed(ports.replyKey, 'answer', sealed);
  if (packed === null) return err('not-for-us');
  const plain = await ports.inflate(packed, limits.usbAnswerBytesMax);
  if (plain === 'too-large') return err('too-large');
  const signed = signedUsbAnswerSchema.safeParse(plain === null ? null : readJson(plain));
  if (!signed.success) return err('misshapen');
  const { identity } = ports;
  const { text, signature } = signed.data;
  if (!(await ports.verify(usbAnswerHash(ports.sha256, text), signature, identity.headEndPublicKey)))
    return err('wrong-signature');
  const parsed = usbAnswerSchema.safeParse(readJson(text));
  if (!parsed.success) return err('misshapen');
  const answer = parsed.data;
  if (answer.serverId !== identity.serverId) return err('other-head-end');
  if (answer.counter !== identity.counter) return err('other-counter');
  const { serverEpoch, manifestHash, problem, cursor, more, at } = answer;
  const acknowledgement =
    answer.acknowledgement === null
      ? ok(null)
      : await checkAcknowledgement(ports, answer.acknowledgement, serverEpoch);
  const answers = await checkAnswers(ports, answer.results, null);
  if (!acknowledgement.ok || !answers.ok) return err('misshapen');
  return ok({
    serverEpoch,
    manifestHash,
    problem,
    acknowledgement: acknowledgement.value,
    answers: answers.value,
    cursor,
    more,
    at,
  });
}
