import { useEffect, useRef, type RefObject } from 'react';

/** Puts the focus on the element when it appears, and whenever `on` turns true: where the hand is. */
export function useHand<Element extends HTMLElement>(on = true): RefObject<Element | null> {
  const ref = useRef<Element>(null);
  useEffect(() => {
    if (on) ref.current?.focus();
  }, [on]);
  return ref;
}
