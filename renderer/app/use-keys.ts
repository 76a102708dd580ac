import { useEffect, useRef } from 'react';

export type KeyActions = Readonly<Record<string, () => void>>;

/**
 * Function keys of a screen, by `event.key`. A key held down acts once, and a key that acts here does
 * nothing else. With `on` false nothing is heard: a dialog lies over the screen.
 */
export function useKeys(actions: KeyActions, on: boolean): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    if (!on) return undefined;
    const heard = (event: KeyboardEvent): void => {
      const act = latest.current[event.key];
      if (act === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      if (!event.repeat) act();
    };
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  }, [on]);
}
