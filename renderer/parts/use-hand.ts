import { useEffect, useRef, type RefObject } from 'react';

/** Puts the focus on the element when it appears: where the hand is. */
export function useHand<Element extends HTMLElement>(): RefObject<Element | null> {
  const ref = useRef<Element>(null);
  useEffect(() => ref.current?.focus(), []);
  return ref;
}
