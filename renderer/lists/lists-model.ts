import { assertNever } from '../../counter/result.ts';
import type { A4Fault } from '../../electron/contract/a4-schemas.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { ListPreview, ListWanted, MadeListInParts } from '../../electron/contract/list-schemas.ts';

/** The lists in the order of their keys, 1 to 3. */
export const listTabs = ['do-not-disconnect', 'paid-in-outage', 'paid-in-day'] as const;
export type ListTab = (typeof listTabs)[number];

export const tabWords = {
  'do-not-disconnect': 'lists.doNotDisconnect',
  'paid-in-outage': 'lists.paidInOutage',
  'paid-in-day': 'lists.paidInDay',
} as const satisfies Record<ListTab, string>;

export function wantedOf(tab: ListTab): ListWanted {
  return tab === 'paid-in-day' ? { list: tab, businessDate: null } : { list: tab };
}

/** The tab of a digit key, or the one beside `tab` for an arrow; null for every other key. */
export function tabOfKey(key: string, tab: ListTab): ListTab | null {
  const at = listTabs.indexOf(tab);
  switch (key) {
    case 'ArrowLeft':
      return listTabs[(at + listTabs.length - 1) % listTabs.length] ?? null;
    case 'ArrowRight':
      return listTabs[(at + 1) % listTabs.length] ?? null;
    default:
      return /^[1-9]$/u.test(key) ? (listTabs[Number(key) - 1] ?? null) : null;
  }
}

/** One list on screen: what it says, and what became of the wish to have it as files. */
export interface ListsView {
  readonly tab: ListTab;
  readonly read:
    | { readonly is: 'reading' }
    | { readonly is: 'read'; readonly preview: ListPreview }
    | { readonly is: 'refused'; readonly fault: CounterError };
  readonly files:
    | { readonly is: 'not-asked' }
    | { readonly is: 'making' }
    | { readonly is: 'made'; readonly made: MadeListInParts }
    | { readonly is: 'refused'; readonly fault: CounterError };
}

export type ListsEvent =
  | { readonly type: 'turned'; readonly to: ListTab }
  /** What is answered about a list that is no longer on screen is of no interest. */
  | { readonly type: 'read'; readonly tab: ListTab; readonly read: ListsView['read'] }
  | { readonly type: 'make' }
  | { readonly type: 'files'; readonly tab: ListTab; readonly files: ListsView['files'] };

export function opened(tab: ListTab): ListsView {
  return { tab, read: { is: 'reading' }, files: { is: 'not-asked' } };
}

export function listsReducer(view: ListsView, event: ListsEvent): ListsView {
  switch (event.type) {
    case 'turned':
      return event.to === view.tab ? view : opened(event.to);
    case 'read':
      return event.tab === view.tab ? { ...view, read: event.read } : view;
    case 'make':
      return mayMake(view) ? { ...view, files: { is: 'making' } } : view;
    case 'files':
      return event.tab === view.tab ? { ...view, files: event.files } : view;
    default:
      return assertNever(event);
  }
}

export function mayMake({ read, files }: ListsView): boolean {
  return read.is === 'read' && files.is !== 'making';
}

/** Why there is no A4 paper. A fault that may pass is worth another try. */
export function noPdfWords(fault: A4Fault): 'lists.noWindow' | 'lists.tooLarge' | 'lists.failed' {
  switch (fault) {
    case 'no-window':
      return 'lists.noWindow';
    case 'too-large':
      return 'lists.tooLarge';
    case 'failed':
    case 'too-slow':
      return 'lists.failed';
    default:
      return assertNever(fault);
  }
}
