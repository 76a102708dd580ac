import { useEffect, useState } from 'react';
import { counterNow } from './counter-store.ts';

/** The counter's time, renewed every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(counterNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(counterNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Math.max(now, 0);
}
