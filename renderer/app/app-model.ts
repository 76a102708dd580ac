import type { Snapshot } from './counter-store.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';

/** The screen that the counter's state calls for. Derived, never stored: a late window is right at once. */
export type Place =
  | { readonly place: 'starting' }
  | { readonly place: 'restarting'; readonly deaths: number }
  | { readonly place: 'locked' }
  | { readonly place: 'enrol' }
  | { readonly place: 'first-person' }
  | { readonly place: 'first-list' }
  | { readonly place: 'sign-in' }
  | { readonly place: 'open-day' }
  | { readonly place: 'wait-for-day' }
  | { readonly place: 'desk' }
  | { readonly place: 'open-shift' }
  | { readonly place: 'sell' };

export type SessionRole = NonNullable<CounterState['session']>['role'];

export function isSupervisor(role: SessionRole): boolean {
  return role !== 'cashier';
}

export function maySell(role: SessionRole): boolean {
  return role === 'cashier' || role === 'head-cashier';
}

/**
 * A service that is away does not take the selling screen from under the cashier: an open sale stays
 * where it is and asks by its uid. Only before anything is known is there a screen of its own.
 */
export function placeOf(snapshot: Snapshot, listPutOff: boolean): Place {
  const { counter, shell } = snapshot;
  if (shell.service === 'locked') return { place: 'locked' };
  if (counter === null) {
    return shell.service === 'restarting'
      ? { place: 'restarting', deaths: shell.deaths }
      : { place: 'starting' };
  }
  // On a full disk the drawer is still counted and the day closed: the screens stay, with their banner.
  if (counter.selling.state === 'locked' && counter.selling.reason !== 'JOURNAL_FULL') {
    return { place: 'locked' };
  }
  if (counter.setup === 'not-enrolled') return { place: 'enrol' };
  if (counter.setup === 'no-people') return { place: 'first-person' };
  if (counter.session === null) return { place: 'sign-in' };
  return placeOfPerson(counter, counter.session, listPutOff);
}

function placeOfPerson(
  counter: CounterState,
  person: NonNullable<CounterState['session']>,
  listPutOff: boolean,
): Place {
  const supervisor = isSupervisor(person.role);
  if (counter.directory === null && counter.day === null && supervisor && !listPutOff) {
    return { place: 'first-list' };
  }
  if (counter.day === null) return { place: supervisor ? 'open-day' : 'wait-for-day' };
  if (counter.shift !== null) {
    return { place: counter.shift.cashier === person.person ? 'sell' : 'desk' };
  }
  return { place: supervisor ? 'desk' : 'open-shift' };
}
