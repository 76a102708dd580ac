import { useEffect, useReducer } from 'react';
import { counterNow, useSnapshot } from './counter-store.ts';

/** The counter's time, renewed every `everyMs` and with every new state. */
export function useNow(everyMs: number): number {
  const [, tick] = useReducer((times: number) => times + 1, 0);
  useSnapshot((snapshot) => snapshot.receivedAtMs);
  useEffect(() => {
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return counterNow();
}
