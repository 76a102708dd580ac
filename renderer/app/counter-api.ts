import { uuidv7 } from '../../counter/ids.ts';
import type { CounterApi, Reply } from '../../electron/contract/channels.ts';
import type { Channel, Input } from '../../electron/contract/schemas.ts';

declare global {
  interface Window {
    readonly counter: CounterApi;
  }
}

/** One function per channel, as a plain mapped type: so the compiler keeps input and reply together. */
type Functions = { readonly [Name in Channel]: (input: Input<Name>) => Promise<Reply<Name>> };

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
  // A shell that cannot remember costs nothing: the state still carries the last recorded recharge.
  window.counter['shell.rememberSale']({ uid }).catch(() => undefined);
}

/** uid of the sale that was open when the page was last alive, or null. */
export async function recallSale(): Promise<string | null> {
  try {
    const reply = await window.counter['shell.recallSale']({});
    return reply.ok ? reply.value.uid : null;
  } catch {
    return null;
  }
}

/** The id of an intent, born with its form. */
export function newUid(nowMs: number): string {
  return uuidv7(Math.trunc(nowMs), (length) => crypto.getRandomValues(new Uint8Array(length)));
}
