import type { ErrorCode } from '../../counter/error-codes.ts';
import { limits } from '../../counter/limits.ts';
import type { Answer } from '../contract/channels.ts';
import type { CounterError, Retry } from '../contract/errors.ts';
import { schemas, shellSchemas, type Channel, type ShellChannel } from '../contract/schemas.ts';
import { counterError } from '../contract/view-schemas.ts';
import type { Log } from './log.ts';
import { weighPayload } from './payload-size.ts';
import type { SaleMemory } from './sale-memory.ts';
import { isRecording, type ServiceLink } from './service-link.ts';

export interface CallParts {
  /** The living link to the counter service, or null while there is none. */
  readonly link: () => Pick<ServiceLink, 'call'> | null;
  readonly saleMemory: SaleMemory;
  readonly newIncidentId: () => string;
  readonly log: Log;
}

/**
 * Answers one call of our page: size, strict input, the service or main itself, strict output. Every
 * outcome is a value; nothing is thrown to the page, because Electron would forward its text.
 * `payload` is the list of arguments as it arrived; exactly one is right.
 */
export async function answerCall(
  name: Channel | ShellChannel,
  payload: readonly unknown[],
  parts: CallParts,
): Promise<Answer<unknown>> {
  const refuse = (code: ErrorCode, retry: Retry, detail: string): Answer<never> =>
    refusal(parts, { code, retry, channel: name, detail });

  if (payload.length !== 1) return refuse('CONTRACT_VIOLATION', 'never', `${payload.length} arguments`);
  const verdict = weighPayload(payload[0], limits.ipcPayloadBytesMax, limits.ipcDepthMax);
  if (verdict === 'too-large') return refuse('TOO_LARGE', 'never', 'payload');
  if (verdict === 'not-plain') return refuse('CONTRACT_VIOLATION', 'never', 'payload is not plain data');

  if (isShellChannel(name)) return answerByMain(name, payload[0], parts);

  const input = schemas[name].input.safeParse(payload[0]);
  if (!input.success) return refuse('CONTRACT_VIOLATION', 'never', `input ${firstPath(input.error)}`);

  const outcome = (await parts.link()?.call(name, input.data)) ?? { type: 'away' };
  switch (outcome.type) {
    case 'away':
      return refuse('SERVICE_AWAY', 'same-id', 'not sent');
    case 'no-answer':
      return refuse(isRecording(name) ? 'OUTCOME_UNKNOWN' : 'SERVICE_AWAY', 'same-id', 'no answer');
    case 'answered':
      return checkReply(name, outcome.reply, refuse);
  }
}

/**
 * A reply that does not keep the contract proves nothing: for a recording channel its outcome is
 * unknown and is asked by id, for all others it is an internal fault.
 */
function checkReply(
  name: Channel,
  reply: unknown,
  refuse: (code: ErrorCode, retry: Retry, detail: string) => Answer<never>,
): Answer<unknown> {
  const broken = (where: string): Answer<never> =>
    isRecording(name)
      ? refuse('OUTCOME_UNKNOWN', 'same-id', `reply ${where}`)
      : refuse('INTERNAL', 'never', `reply ${where}`);

  if (typeof reply !== 'object' || reply === null || !('ok' in reply)) return broken('has no shape');
  if (reply.ok === true && 'value' in reply) {
    const output = schemas[name].output.safeParse(reply.value);
    return output.success ? { ok: true, value: output.data } : broken(firstPath(output.error));
  }
  if (reply.ok === false && 'error' in reply) {
    const error = counterError.safeParse(reply.error);
    return error.success ? { ok: false, error: error.data } : broken(firstPath(error.error));
  }
  return broken('has no outcome');
}

function answerByMain(name: ShellChannel, payload: unknown, parts: CallParts): Answer<unknown> {
  switch (name) {
    case 'shell.rememberSale': {
      const input = shellSchemas[name].input.safeParse(payload);
      if (!input.success) return refuseInput(parts, name, firstPath(input.error));
      parts.saleMemory.remember(input.data.uid);
      return { ok: true, value: {} };
    }
    case 'shell.recallSale': {
      const input = shellSchemas[name].input.safeParse(payload);
      if (!input.success) return refuseInput(parts, name, firstPath(input.error));
      return { ok: true, value: { uid: parts.saleMemory.recall() } };
    }
  }
}

function refuseInput(parts: CallParts, channel: ShellChannel, where: string): Answer<never> {
  return refusal(parts, {
    code: 'CONTRACT_VIOLATION',
    retry: 'never',
    channel,
    detail: `input ${where}`,
  });
}

/** The page gets the code and an incident id; the detail stays in the log, under the same id. */
export function refusal(
  parts: Pick<CallParts, 'newIncidentId' | 'log'>,
  what: { code: ErrorCode; retry: Retry; channel: string; detail: string },
): { readonly ok: false; readonly error: CounterError } {
  const incidentId = parts.newIncidentId();
  const { code, retry, channel, detail } = what;
  parts.log('call refused', { incidentId, code, channel, detail });
  return { ok: false, error: { code, retry, incidentId, params: { channel } } };
}

function isShellChannel(name: Channel | ShellChannel): name is ShellChannel {
  return name in shellSchemas;
}

/** Where the first fault lies, `float.50000`; names of keys only, never what stands in them. */
function firstPath(error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }): string {
  return `at ${error.issues[0]?.path.map(String).join('.') ?? ''}`;
}
