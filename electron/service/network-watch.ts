import { networkInterfaces } from 'node:os';
import { limits } from '../../counter/limits.ts';
import type { Clock } from '../../counter/time.ts';

export type NetworkState = 'up' | 'down' | 'unknown';

/** Whether this PC has an address on any network, and since when. It says nothing of the head end. */
export interface NetworkWatch {
  readonly now: { readonly state: NetworkState; readonly since: number };
  stop(): void;
}

/** Looks every few seconds; `since` is at first when this program began to look. */
export function watchNetwork(
  clock: Clock,
  onChange: () => void,
  look: () => NetworkState = networkState,
): NetworkWatch {
  let state = look();
  let sinceMonotonicMs = clock.monotonicMs();
  const timer = setInterval(() => {
    const seen = look();
    if (seen === state) return;
    state = seen;
    sinceMonotonicMs = clock.monotonicMs();
    onChange();
  }, limits.networkLookMs);
  timer.unref();
  return {
    get now() {
      // By the monotonic clock: a wall clock that is put right moves this time with it.
      return { state, since: Math.round(clock.wallMs() - (clock.monotonicMs() - sinceMonotonicMs)) };
    },
    stop: () => clearInterval(timer),
  };
}

function networkState(): NetworkState {
  try {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    return addresses.some((address) => !address.internal) ? 'up' : 'down';
  } catch {
    return 'unknown';
  }
}
