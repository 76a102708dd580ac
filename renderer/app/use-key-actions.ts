import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { useText } from '../text/i18n.ts';
import { isSupervisor, type Place } from './app-model.ts';
import type { KeyAction } from './KeyBar.tsx';
import type { OverlayName } from './Overlays.tsx';
import { signOut } from './PlaceScreen.tsx';

interface KeyWishes {
  readonly state: CounterState | null;
  readonly place: Place;
  /** A sale or another task is under way: only what can be looked at beside it is offered. */
  readonly busy: boolean;
  readonly show: (overlay: OverlayName) => void;
  readonly start: (task: 'close-shift') => void;
  readonly find: () => void;
}

/** The function keys that act on the screen as it stands, in the order of the bar. */
export function useKeyActions(wishes: KeyWishes): readonly KeyAction[] {
  const { t } = useText();
  const { state, place, busy, show, start, find } = wishes;
  const role = state?.session?.role;
  if (role === undefined || place.place !== 'sell') return [];
  const guarded = (act: () => void): (() => void) => (busy ? () => undefined : act);
  const actions: readonly (KeyAction | null)[] = [
    { key: 'F2', words: t('keys.find'), act: find },
    { key: 'F3', words: t('keys.status'), act: () => show('receipt-status') },
    { key: 'F4', words: t('keys.reprint'), act: () => show('paper') },
    { key: 'F6', words: t('keys.office'), act: () => show('office') },
    { key: 'F8', words: t('keys.unsent'), act: () => show('unsent') },
    { key: 'F10', words: t('keys.closeShift'), act: guarded(() => start('close-shift')) },
    isSupervisor(role) ? { key: 'F11', words: t('keys.outage'), act: guarded(() => show('outage')) } : null,
    { key: 'F12', words: t('keys.lock'), act: guarded(signOut) },
    { key: 'F1', words: t('keys.help'), act: () => show(isAway(state) ? 'outage-card' : 'help') },
  ];
  return actions.filter((action) => action !== null);
}

/** Help begins with what the person most likely needs. */
function isAway(state: CounterState | null): boolean {
  return state !== null && (state.outage !== null || state.outageProposal?.kind === 'due');
}
