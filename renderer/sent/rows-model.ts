import { limits } from '../../counter/limits.ts';
import type { SendingState } from '../../counter/outage/sending-state.ts';
import { assertNever } from '../../counter/result.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { RowsAsked, RowsPageView, SentRowView } from '../../electron/contract/upload-schemas.ts';

export type RowsFilter = Omit<RowsAsked, 'before'>;

/** The page of rows: what it is narrowed to, which part of it is shown, and which row the hand is on. */
export interface RowsModel {
  readonly filter: RowsFilter;
  /** Where each page began that led here; the last is the one on show. */
  readonly pages: readonly (number | null)[];
  /** Null before the first answer. */
  readonly rows: readonly SentRowView[] | null;
  readonly next: number | null;
  /** `looking`: an older part of the journal is being read for this very page. */
  readonly stage: 'looking' | 'done' | 'failed';
  readonly lookedBackTo: number | null;
  readonly outages: RowsPageView['outages'];
  readonly dates: RowsPageView['dates'];
  readonly selected: number;
  /** The row whose history lies open. */
  readonly open: string | null;
  readonly error: CounterError | null;
}

export type RowsAction =
  | { readonly type: 'narrowed'; readonly change: Partial<RowsFilter> }
  | { readonly type: 'state-moved'; readonly by: 1 | -1 }
  /** `before` says which question it answers. */
  | { readonly type: 'answered'; readonly before: number | null; readonly page: RowsPageView }
  | { readonly type: 'failed'; readonly error: CounterError }
  /** The counter's state moved: the page on show is asked again from its beginning. */
  | { readonly type: 'stale' }
  | { readonly type: 'moved'; readonly by: number }
  | { readonly type: 'chosen'; readonly index: number }
  | { readonly type: 'paged'; readonly by: 1 | -1 }
  | { readonly type: 'opened' }
  | { readonly type: 'closed' };

/** In the order of what a person looks for in a bad week. */
export const statesShown: readonly (SendingState | null)[] = [
  null,
  'unsent',
  'offered',
  'pending',
  'suspense',
  'refused',
  'differs',
  'settling',
  'settled',
  'credited',
  'cancelled',
  'refunded',
  'recorded',
];

export const everyRow: RowsFilter = { state: null, outage: null, businessDate: null, search: '' };

export function startRows(filter: RowsFilter = everyRow): RowsModel {
  return {
    filter,
    pages: [null],
    rows: null,
    next: null,
    stage: 'looking',
    lookedBackTo: null,
    outages: [],
    dates: [],
    selected: 0,
    open: null,
    error: null,
  };
}

/** Where the counter is asked to look on; null where nothing is open to ask. */
export function questionOf(model: RowsModel): { readonly before: number | null } | null {
  if (model.stage !== 'looking') return null;
  return { before: model.rows === null || model.next === null ? pageStart(model) : model.next };
}

export function stepRows(model: RowsModel, action: RowsAction): RowsModel {
  switch (action.type) {
    case 'narrowed':
      return narrowed(model, { ...model.filter, ...action.change });
    case 'state-moved': {
      const at = statesShown.indexOf(model.filter.state) + action.by;
      const state = statesShown[(at + statesShown.length) % statesShown.length] ?? null;
      return narrowed(model, { ...model.filter, state });
    }
    case 'answered':
      return answered(model, action.before, action.page);
    case 'failed':
      return { ...model, stage: 'failed', error: action.error };
    case 'stale':
      return { ...model, stage: 'looking', next: null };
    case 'moved':
      return { ...model, selected: within(model, model.selected + action.by) };
    case 'chosen':
      return { ...model, selected: within(model, action.index) };
    case 'paged':
      return paged(model, action.by);
    case 'opened':
      return { ...model, open: model.rows?.[model.selected]?.uid ?? null };
    case 'closed':
      return { ...model, open: null };
    default:
      return assertNever(action);
  }
}

function narrowed({ outages, dates }: RowsModel, filter: RowsFilter): RowsModel {
  return { ...startRows(filter), outages, dates };
}

function pageStart({ pages }: RowsModel): number | null {
  return pages.at(-1) ?? null;
}

/** One call looks only so far back: a page that is not full yet is filled by the calls that follow. */
function answered(model: RowsModel, before: number | null, page: RowsPageView): RowsModel {
  if (questionOf(model)?.before !== before) return model;
  const isFirst = before === pageStart(model);
  const found = [...(isFirst ? [] : (model.rows ?? [])), ...page.rows];
  const rows = found.slice(0, limits.rowsPageMax);
  const next = found.length > rows.length ? (rows.at(-1)?.seq ?? null) : page.next;
  const isFull = next === null || rows.length === limits.rowsPageMax;
  const uid = model.rows?.[model.selected]?.uid;
  const same = rows.findIndex((row) => row.uid === uid);
  return {
    ...model,
    rows,
    next,
    stage: isFull ? 'done' : 'looking',
    lookedBackTo: page.lookedBackTo,
    outages: page.outages,
    dates: page.dates,
    selected: same === -1 ? 0 : same,
    error: null,
  };
}

function within({ rows }: RowsModel, index: number): number {
  return Math.max(0, Math.min((rows?.length ?? 0) - 1, index));
}

function paged(model: RowsModel, by: 1 | -1): RowsModel {
  if (by === 1 && (model.stage !== 'done' || model.next === null)) return model;
  if (by === -1 && model.pages.length === 1) return model;
  const pages = by === 1 ? [...model.pages, model.next] : model.pages.slice(0, -1);
  const { filter, outages, dates } = model;
  return { ...startRows(filter), pages, outages, dates };
}
