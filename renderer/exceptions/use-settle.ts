import { useEffect, useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import type { Act } from './exception-words.ts';

const askEveryMs = 1_000;

/** What a person has on screen and wants done. The id is born with it and reused for every try. */
export interface Wanted {
  readonly act: Act;
  readonly detail: ExceptionDetailView;
  readonly reason: string;
  /** Whom to credit; null where the act names nobody new. */
  readonly consumer: string | null;
}

export type Settling =
  | { readonly name: 'ready' }
  | { readonly name: 'doing' }
  /** The outcome is unknown: asked by its id until the counter knows, and nothing is done again. */
  | { readonly name: 'asking'; readonly tries: number }
  | { readonly name: 'not-recorded' }
  | { readonly name: 'refused'; readonly error: CounterError }
  | { readonly name: 'done'; readonly detail: ExceptionDetailView };

type Approver = { readonly person: string; readonly pin: string } | null;

/** One act of the desk, done once however its reply fares. */
export function useSettle(wanted: Wanted): {
  readonly settling: Settling;
  readonly settle: (approver: Approver) => Promise<void>;
} {
  const [uid] = useState(() => newUid(counterNow()));
  const [settling, setSettling] = useState<Settling>({ name: 'ready' });
  const tries = settling.name === 'asking' ? settling.tries : null;
  useEffect(() => {
    if (tries === null) return undefined;
    let late = false;
    const ask = async (): Promise<void> => {
      const reply = await call('exceptions.find', { uid });
      if (late) return;
      if (!reply.ok) setSettling({ name: 'asking', tries: tries + 1 });
      else if (reply.value.done === null) setSettling({ name: 'not-recorded' });
      else setSettling({ name: 'done', detail: reply.value.done });
    };
    const timer = setTimeout(() => void ask(), tries === 0 ? 0 : askEveryMs);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [tries, uid]);
  const settle = async (approver: Approver): Promise<void> => {
    if (settling.name === 'doing' || settling.name === 'asking' || settling.name === 'done') return;
    setSettling({ name: 'doing' });
    const reply = await send(uid, wanted, approver);
    if (reply.ok) setSettling({ name: 'done', detail: reply.value });
    else if (reply.error.retry === 'same-id') setSettling({ name: 'asking', tries: 0 });
    else setSettling({ name: 'refused', error: reply.error });
  };
  return { settling, settle };
}

function send(uid: string, { act, detail, reason, consumer }: Wanted, approver: Approver) {
  const { receiptNumber, amountPaise } = detail.row;
  const asked = { uid, receiptNumber, about: detail.about, amountPaise, reason };
  switch (act) {
    case 'moved':
      return call('exceptions.move', { ...asked, consumer: consumer ?? '' });
    case 'matched':
      return call('exceptions.match', { ...asked, consumer: consumer ?? '' });
    case 'resubmitted':
      return call('exceptions.resubmit', asked);
    case 'refunded':
      return call('exceptions.refund', { ...asked, approver });
  }
}
