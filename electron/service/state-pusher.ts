import type { CounterState } from '../contract/view-schemas.ts';
import type { ServiceContext } from './service-context.ts';
import { stateSnapshot } from './state-snapshot.ts';

/** Many changes in one turn make one snapshot; a reply that is on its way goes first. */
const coalesceMs = 15;

export interface StatePusher {
  readonly changed: () => void;
  stop(): void;
}

/** Sends the whole state after it may have changed, at most once in `coalesceMs`. */
export function statePusher(context: () => ServiceContext, push: (state: CounterState) => void): StatePusher {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const send = (): void => {
    timer = null;
    if (stopped) return;
    try {
      push(stateSnapshot(context()));
    } catch (error) {
      context().log.incident('state', 'the state cannot be told', error);
    }
  };
  return {
    changed: () => {
      if (!stopped && timer === null) timer = setTimeout(send, coalesceMs);
    },
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
