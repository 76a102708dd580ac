import { err, ok, type Result } from '../../counter/result.ts';
import type { A4Document, A4Fault } from '../contract/a4-schemas.ts';
import type { FromService, ToService } from '../contract/channels.ts';

/** Has A4 papers drawn as PDF, which only main can: it has the windows. */
export interface A4Port {
  /** The bytes of the PDF. Without main (`counter -- service`) the fault is `no-window`. */
  draw(document: A4Document): Promise<Result<Uint8Array, A4Fault>>;
  answered(message: Extract<ToService, { type: 'a4' }>): void;
}

export function a4Port(post: (message: FromService) => void): A4Port {
  const waiting = new Map<number, (outcome: Result<Uint8Array, A4Fault>) => void>();
  let lastId = 0;
  return {
    draw: (document) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        post({ type: 'a4', id: lastId, document });
      }),
    answered: ({ id, pdf, fault }) => {
      const resolve = waiting.get(id);
      waiting.delete(id);
      resolve?.(pdf === null ? err(fault ?? 'failed') : ok(pdf));
    },
  };
}
