import type { ErrorCode } from '../../counter/error-codes.ts';
import { parseRupees, type Paise } from '../../counter/money.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type {
  ConsumerHitView,
  ConsumerView,
  GuardView,
  ReadBackView,
  RechargeView,
} from '../../electron/contract/view-schemas.ts';
import { parseTendered } from './money-typed.ts';

/** Where the hand is. */
export type Field = 'search' | 'amount' | 'tendered';

export interface Fault {
  readonly field: Field | 'form' | 'approval';
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly incidentId: string;
}

export interface Approval {
  readonly guard: GuardView;
  readonly approver: string;
  readonly pin: string;
}

export type Phase =
  | { readonly name: 'filling' }
  | { readonly name: 'approving'; readonly guard: GuardView }
  | { readonly name: 'recording' }
  /** The outcome is unknown: the uid is looked up until the counter knows, and nothing is done again. */
  | { readonly name: 'asking'; readonly tries: number; readonly restored: boolean }
  | {
      readonly name: 'recorded';
      readonly recharge: RechargeView;
      readonly restored: boolean;
      readonly sinceMs: number;
    };

export interface Search {
  readonly text: string;
  /** `wanted`: Enter came before the answer; the first hit is taken when it is there. */
  readonly state: 'idle' | 'searching' | 'wanted' | 'done' | 'failed';
  readonly hits: readonly ConsumerHitView[];
  readonly total: number;
  readonly selected: number;
}

export interface Chosen {
  readonly number: string;
  /** What the directory says; null goes into suspense. */
  readonly consumer: ConsumerView | null;
  readonly readBack: ReadBackView | null;
}

/** One form of the selling screen. `uid` is born with it and stays until the next consumer. */
export interface SellModel {
  readonly uid: string;
  readonly phase: Phase;
  readonly focus: Field;
  readonly search: Search;
  readonly chosen: Chosen | null;
  readonly amountText: string;
  readonly tenderedText: string;
  readonly approvals: readonly Approval[];
  readonly fault: Fault | null;
  /** `form-gone`: not recorded either, and the page that held the form is no more. */
  readonly notice: 'not-recorded' | 'form-gone' | null;
}

export type SellAction =
  | { readonly type: 'search-typed'; readonly text: string }
  | {
      readonly type: 'searched';
      readonly text: string;
      readonly hits: readonly ConsumerHitView[];
      readonly total: number;
    }
  | { readonly type: 'search-failed'; readonly text: string; readonly error: CounterError }
  | { readonly type: 'selection-moved'; readonly by: number }
  | { readonly type: 'hit-chosen'; readonly index: number }
  | { readonly type: 'read-back'; readonly number: string; readonly readBack: ReadBackView }
  | { readonly type: 'read-back-failed'; readonly number: string; readonly error: CounterError }
  | { readonly type: 'amount-typed'; readonly text: string }
  | { readonly type: 'quick-amount'; readonly rupees: number }
  | { readonly type: 'tendered-typed'; readonly text: string }
  | { readonly type: 'focused'; readonly field: Field }
  /** `repeat` is a key held down: it never does anything twice. */
  | { readonly type: 'enter'; readonly repeat: boolean; readonly nextUid: string; readonly atMs: number }
  | { readonly type: 'escape'; readonly nextUid: string }
  | { readonly type: 'approved'; readonly approver: string; readonly pin: string }
  | {
      readonly type: 'record-answered';
      readonly uid: string;
      readonly recharge: RechargeView;
      readonly atMs: number;
    }
  | { readonly type: 'record-refused'; readonly uid: string; readonly error: CounterError }
  | { readonly type: 'recalled'; readonly uid: string }
  | {
      readonly type: 'found';
      readonly uid: string;
      readonly recharge: RechargeView | null;
      readonly atMs: number;
    }
  | { readonly type: 'find-failed'; readonly uid: string }
  | { readonly type: 'next'; readonly nextUid: string; readonly typed: string };

export const quickRupees = [100, 200, 300, 500, 1000, 2000] as const;

export const emptySearch: Search = { text: '', state: 'idle', hits: [], total: 0, selected: 0 };

export function newForm(uid: string, typed = ''): SellModel {
  return {
    uid,
    phase: { name: 'filling' },
    focus: 'search',
    search: typed === '' ? emptySearch : { ...emptySearch, text: typed, state: 'searching' },
    chosen: null,
    amountText: '',
    tenderedText: '',
    approvals: [],
    fault: null,
    notice: null,
  };
}

/** Money the form stands for, when it is right. */
export function amountOf(model: SellModel): Paise | null {
  const amount = parseRupees(model.amountText);
  return amount.ok ? amount.value : null;
}

export function tenderedOf(model: SellModel): Paise | null {
  const amount = amountOf(model);
  if (amount === null) return null;
  const tendered = parseTendered(model.tenderedText, amount);
  return tendered.ok ? tendered.value : null;
}

export function canTake(model: SellModel): boolean {
  return model.chosen !== null && model.phase.name === 'filling' && tenderedOf(model) !== null;
}

/** A number true to the form of an account, that the directory does not know. */
export function suspenseNumber(search: Search): string | null {
  const digits = search.text.replace(/\s/gu, '');
  return search.state === 'done' && search.hits.length === 0 && /^\d{9,11}$/u.test(digits) ? digits : null;
}

export function faultOf(field: Fault['field'], error: CounterError): Fault {
  return { field, code: error.code, params: error.params, incidentId: error.incidentId };
}

export function plainFault(field: Field, code: ErrorCode): Fault {
  return { field, code, params: {}, incidentId: '' };
}
