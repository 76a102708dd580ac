import { uuidv7 } from '../../counter/ids.ts';
import type { CounterApi, Reply } from '../../electron/contract/channels.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { Channel, Input } from '../../electron/contract/schemas.ts';

/** What the shell tells about the counter service, beside the counter's own state. */
export interface ShellState {
  readonly service: 'running' | 'restarting' | 'locked';
  readonly since: number;
  readonly deaths: number;
}

/** Functions of the shell itself. Each may be missing: a page in a test harness has no shell. */
export interface ShellFunctions {
  readonly 'shell.rememberSale'?: (input: { uid: string | null }) => Promise<unknown>;
  readonly 'shell.recallSale'?: (input: Record<string, never>) => Promise<RecalledSale>;
}

type RecalledSale =
  | { readonly ok: true; readonly value: { readonly uid: string | null } }
  | { readonly ok: false; readonly error: CounterError };

/** One function per channel, as a plain mapped type: so the compiler keeps input and reply together. */
type Functions = { readonly [Name in Channel]: (input: Input<Name>) => Promise<Reply<Name>> };

declare global {
  interface Window {
    readonly counter: CounterApi & ShellFunctions;
  }
}

export type Failure = CounterError;

/**
 * Calls one channel. A call that breaks on the way is an unknown outcome, the same as a service that
 * did not answer: what became of it is asked by the uid, never assumed.
 */
export async function call<Name extends Channel>(name: Name, input: Input<Name>): Promise<Reply<Name>> {
  const functions: Functions = window.counter;
  try {
    return await functions[name](input);
  } catch {
    return { ok: false, error: { code: 'SERVICE_AWAY', retry: 'same-id', incidentId: '', params: {} } };
  }
}

/** Lets the shell keep the uid of the open sale, so that a reloaded page can ask what became of it. */
export function rememberSale(uid: string | null): void {
  const remember = window.counter['shell.rememberSale'];
  // A shell that cannot remember costs nothing: the state still carries the last recorded recharge.
  if (remember !== undefined) remember({ uid }).catch(() => undefined);
}

/** uid of the sale that was open when the page was last alive, or null. */
export async function recallSale(): Promise<string | null> {
  const recall = window.counter['shell.recallSale'];
  if (recall === undefined) return null;
  try {
    const reply = await recall({});
    return reply.ok ? reply.value.uid : null;
  } catch {
    return null;
  }
}

/** The id of an intent, born with its form. */
export function newUid(nowMs: number): string {
  return uuidv7(Math.trunc(nowMs), (length) => crypto.getRandomValues(new Uint8Array(length)));
}
