import { useEffect, useRef } from 'react';
import type { CounterState } from '../../electron/contract/view-schemas.ts';

/** The hand must have rested so long: what is being typed goes nowhere else. */
const restMs = 1_500;

/**
 * For whom and which outage the what-to-do card is: null while there is nothing to say. A proposal and the
 * outage that is opened from it begin at the same time, so who has read the card is not shown it twice.
 */
export function outageCardKey({ session, outage, outageProposal }: CounterState): string | null {
  const since = outage?.since ?? (outageProposal?.kind === 'due' ? outageProposal.since : null);
  return session === null || since === null ? null : `${session.person}:${since}`;
}

/** Opens the card by itself, once for each person and outage; not for what was so when the window opened. */
export function useOutageCard(state: CounterState | null, on: boolean, open: () => void): void {
  const key = state === null ? null : outageCardKey(state);
  const isKnown = state !== null;
  const seen = useRef<Set<string | null> | null>(null);
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    if (!isKnown) return undefined;
    seen.current ??= new Set([key]);
    const known = seen.current;
    if (!on || key === null || known.has(key)) return undefined;
    const show = (): void => {
      known.add(key);
      latest.current();
    };
    let timer = setTimeout(show, restMs);
    const typed = (): void => {
      clearTimeout(timer);
      timer = setTimeout(show, restMs);
    };
    window.addEventListener('keydown', typed);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', typed);
    };
  }, [on, key, isKnown]);
}
