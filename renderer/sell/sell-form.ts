import type { ErrorCode } from '../../counter/error-codes.ts';
import { parseRupees, type Paise } from '../../counter/money.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { PendingElsewhereView, ScannedView } from '../../electron/contract/guard-schemas.ts';
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
  /** Something of this consumer is pending: one more key, and the cash is taken all the same. */
  | { readonly name: 'confirming'; readonly sinceMs: number }
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

/** What a scanner typed into the search box. */
export interface Scan {
  /** The text that is being judged; null for none. */
  readonly reading: string | null;
  readonly last: ScannedView | null;
  readonly lastAtMs: number;
  /** Every receipt that was scanned into this form. */
  readonly all: readonly ScannedView[];
}

export interface Chosen {
  readonly number: string;
  /** What the directory says; null goes into suspense. */
  readonly consumer: ConsumerView | null;
  readonly readBack: ReadBackView | null;
  /** The head end's word about other counters; null until it came, and it may never come. */
  readonly elsewhere: PendingElsewhereView | null;
}

/** One form of the selling screen. `uid` is born with it and stays until the next consumer. */
export interface SellModel {
  readonly uid: string;
  readonly phase: Phase;
  readonly focus: Field;
  readonly search: Search;
  readonly scan: Scan;
  readonly chosen: Chosen | null;
  readonly amountText: string;
  readonly tenderedText: string;
  readonly approvals: readonly Approval[];
  /** So many pending receipts were seen and confirmed; more of them are asked about again. */
  readonly pendingConfirmed: number;
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
  | { readonly type: 'told-elsewhere'; readonly number: string; readonly elsewhere: PendingElsewhereView }
  | {
      readonly type: 'scanned';
      readonly text: string;
      readonly scanned: ScannedView;
      readonly atMs: number;
    }
  | { readonly type: 'scan-failed'; readonly text: string; readonly error: CounterError }
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

export const noScan: Scan = { reading: null, last: null, lastAtMs: 0, all: [] };

export function newForm(uid: string, typed = ''): SellModel {
  return {
    uid,
    phase: { name: 'filling' },
    focus: 'search',
    search: typed === '' ? emptySearch : { ...emptySearch, text: typed, state: 'searching' },
    scan: noScan,
    chosen: null,
    amountText: '',
    tenderedText: '',
    approvals: [],
    pendingConfirmed: 0,
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
  const free = model.phase.name === 'filling' || model.phase.name === 'confirming';
  return model.chosen !== null && free && tenderedOf(model) !== null;
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
