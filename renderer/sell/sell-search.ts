import { limits } from '../../counter/limits.ts';
import { looksLikeReceiptCode } from '../../counter/recharge/scanned-receipt.ts';
import { assertNever } from '../../counter/result.ts';
import {
  emptySearch,
  faultOf,
  newForm,
  noScan,
  suspenseNumber,
  type Search,
  type SellAction,
  type SellModel,
} from './sell-form.ts';
import { scanTyped } from './sell-scan.ts';

type SearchAction = Extract<
  SellAction,
  { type: 'search-typed' | 'searched' | 'search-failed' | 'selection-moved' | 'hit-chosen' }
>;

export function stepSearch(model: SellModel, action: SearchAction): SellModel {
  const { search } = model;
  if (model.phase.name !== 'filling') return model;
  switch (action.type) {
    case 'search-typed': {
      if (looksLikeReceiptCode(action.text)) return scanTyped(model, action.text);
      const empty = action.text.trim() === '';
      const next: Search = empty
        ? { ...emptySearch, text: action.text }
        : { ...search, text: action.text.slice(0, limits.searchTextCharsMax), state: 'searching' };
      // Receipts that were shown stay shown: the next scan begins with a letter like any search.
      return { ...newForm(model.uid), scan: { ...noScan, all: model.scan.all }, search: next };
    }
    case 'searched': {
      // An answer to older words is late news.
      if (action.text !== search.text || search.state === 'idle') return model;
      const done: Search = { ...search, state: 'done', hits: action.hits, total: action.total, selected: 0 };
      const next = { ...model, search: done };
      return search.state === 'wanted' ? choose(next, 0) : next;
    }
    case 'search-failed': {
      if (action.text !== search.text) return model;
      const failed: Search = { ...search, state: 'failed', hits: [], total: 0, selected: 0 };
      return { ...model, search: failed, fault: faultOf('search', action.error) };
    }
    case 'selection-moved': {
      const last = search.hits.length - 1;
      const selected = Math.max(0, Math.min(last, search.selected + action.by));
      return { ...model, search: { ...search, selected } };
    }
    case 'hit-chosen':
      return choose(model, action.index);
    default:
      return assertNever(action);
  }
}

/** Takes a hit, or the typed number into suspense when the directory does not know it. */
export function choose(model: SellModel, index: number): SellModel {
  const hit = model.search.hits[index];
  const number = hit?.consumer.consumer ?? suspenseNumber(model.search);
  if (number === null) return model;
  return {
    ...model,
    search: { ...model.search, selected: index },
    chosen: { number, consumer: hit?.consumer ?? null, readBack: null, elsewhere: null },
    focus: 'amount',
    amountText: '',
    tenderedText: '',
    approvals: [],
    pendingConfirmed: 0,
    fault: null,
  };
}

export function stepReadBack(
  model: SellModel,
  action: Extract<SellAction, { type: 'read-back' | 'read-back-failed' | 'told-elsewhere' }>,
): SellModel {
  if (model.chosen?.number !== action.number) return model;
  if (action.type === 'told-elsewhere') {
    return { ...model, chosen: { ...model.chosen, elsewhere: action.elsewhere } };
  }
  if (action.type === 'read-back-failed') {
    return model.phase.name === 'filling' ? { ...model, fault: faultOf('form', action.error) } : model;
  }
  const consumer = action.readBack.consumer ?? model.chosen.consumer;
  return { ...model, chosen: { ...model.chosen, consumer, readBack: action.readBack } };
}
