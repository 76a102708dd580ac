import type { CounterState } from '../../electron/contract/view-schemas.ts';

/** What stood when "send now" was pressed. */
export interface Pressed {
  /** Counter's wall time. */
  readonly atMs: number;
  readonly unsentCount: number;
}

/** What came of it, as far as it is known. */
export type SendNowOutcome =
  | { readonly kind: 'trying' }
  | { readonly kind: 'nothing-waits' }
  | { readonly kind: 'sent'; readonly sent: number; readonly left: number }
  | { readonly kind: 'silent'; readonly nextTryAt: number }
  /** The head end takes nothing of this counter: a person must look. */
  | { readonly kind: 'stopped' };

/** A try that was just begun has its next one in the past: only after its end is there a later one. */
const triedForMs = 50;

export function sendNowOutcome(pressed: Pressed, state: CounterState): SendNowOutcome {
  const { headEnd, unsent } = state;
  const sent = pressed.unsentCount - unsent.count;
  if (sent > 0) return { kind: 'sent', sent, left: unsent.count };
  if (pressed.unsentCount === 0) return { kind: 'nothing-waits' };
  if (headEnd.triedAt === null || headEnd.triedAt < pressed.atMs) return { kind: 'trying' };
  if (headEnd.link === 'frozen' || headEnd.link === 'fenced') return { kind: 'stopped' };
  const { nextTryAt, triedAt } = headEnd;
  return headEnd.link === 'not-answering' && nextTryAt !== null && nextTryAt - triedAt > triedForMs
    ? { kind: 'silent', nextTryAt }
    : { kind: 'trying' };
}
