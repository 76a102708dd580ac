import type { FromService, ToService } from '../contract/channels.ts';

/** Wraps and unwraps text with the operating system's key store, which only main can reach. */
export interface SecretPort {
  /** Null text: refused, `KEY_STORE_MISSING` where this machine has none. */
  ask(act: 'wrap' | 'unwrap', text: string): Promise<SecretAnswer>;
  answered(message: Extract<ToService, { type: 'secret' }>): void;
}

export type SecretAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: 'KEY_STORE_MISSING' | 'UNREADABLE' };

export function secretPort(post: (message: FromService) => void): SecretPort {
  const waiting = new Map<number, (answer: SecretAnswer) => void>();
  let nextId = 1;
  return {
    ask: (act, text) =>
      new Promise((resolve) => {
        const id = nextId++;
        waiting.set(id, resolve);
        post({ type: 'secret', id, act, text });
      }),
    answered: (message) => {
      const resolve = waiting.get(message.id);
      waiting.delete(message.id);
      resolve?.(
        message.text === null
          ? { kind: 'refused', why: message.refused ?? 'UNREADABLE' }
          : { kind: 'text', text: message.text },
      );
    },
  };
}
