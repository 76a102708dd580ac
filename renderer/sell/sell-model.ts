import type { ErrorCode } from '../../counter/error-codes.ts';
import { parseRupees, type Paise } from '../../counter/money.ts';
import { assertNever } from '../../counter/result.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type {
  ConsumerHitView,
  ConsumerView,
  GuardView,
  ReadBackView,
  RechargeView,
} from '../../electron/contract/view-schemas.ts';
import { amountFaultCodes, groupWhileTyping, parseTendered } from './money-typed.ts';

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
  readonly notice: 'not-recorded' | null;
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

const doublePressMs = 400;

export const quickRupees = [100, 200, 300, 500, 1000, 2000] as const;

const emptySearch: Search = { text: '', state: 'idle', hits: [], total: 0, selected: 0 };

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

export function step(model: SellModel, action: SellAction): SellModel {
  switch (action.type) {
    case 'search-typed':
    case 'searched':
    case 'search-failed':
    case 'selection-moved':
    case 'hit-chosen':
      return stepSearch(model, action);
    case 'read-back':
    case 'read-back-failed':
      return stepReadBack(model, action);
    case 'amount-typed':
    case 'quick-amount':
    case 'tendered-typed':
    case 'focused':
      return model.phase.name === 'filling' ? stepFields(model, action) : model;
    case 'enter':
      return action.repeat ? model : enter(model, action.nextUid, action.atMs);
    case 'escape':
      return escape(model, action.nextUid);
    case 'approved':
      return approve(model, action.approver, action.pin);
    case 'record-answered':
    case 'record-refused':
    case 'recalled':
    case 'found':
    case 'find-failed':
      return stepOutcome(model, action);
    case 'next':
      return model.phase.name === 'recorded' ? newForm(action.nextUid, action.typed) : model;
    default:
      return assertNever(action);
  }
}

type SearchAction = Extract<
  SellAction,
  { type: 'search-typed' | 'searched' | 'search-failed' | 'selection-moved' | 'hit-chosen' }
>;

function stepSearch(model: SellModel, action: SearchAction): SellModel {
  const { search } = model;
  if (model.phase.name !== 'filling') return model;
  switch (action.type) {
    case 'search-typed': {
      const empty = action.text.trim() === '';
      const next: Search = empty
        ? { ...emptySearch, text: action.text }
        : { ...search, text: action.text, state: 'searching' };
      return { ...newForm(model.uid), search: next };
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
function choose(model: SellModel, index: number): SellModel {
  const hit = model.search.hits[index];
  const number = hit?.consumer.consumer ?? suspenseNumber(model.search);
  if (number === null) return model;
  return {
    ...model,
    search: { ...model.search, selected: index },
    chosen: { number, consumer: hit?.consumer ?? null, readBack: null },
    focus: 'amount',
    amountText: '',
    tenderedText: '',
    approvals: [],
    fault: null,
  };
}

function stepReadBack(
  model: SellModel,
  action: Extract<SellAction, { type: 'read-back' | 'read-back-failed' }>,
): SellModel {
  if (model.chosen?.number !== action.number) return model;
  if (action.type === 'read-back-failed') {
    return model.phase.name === 'filling' ? { ...model, fault: faultOf('form', action.error) } : model;
  }
  const consumer = action.readBack.consumer ?? model.chosen.consumer;
  return { ...model, chosen: { ...model.chosen, consumer, readBack: action.readBack } };
}

type FieldAction = Extract<
  SellAction,
  { type: 'amount-typed' | 'quick-amount' | 'tendered-typed' | 'focused' }
>;

function stepFields(model: SellModel, action: FieldAction): SellModel {
  switch (action.type) {
    case 'amount-typed': {
      const amountText = groupWhileTyping(action.text);
      return {
        ...model,
        amountText,
        approvals: [],
        notice: null,
        fault: faultWhileTyping(amountText, 'amount'),
      };
    }
    case 'quick-amount':
      if (model.chosen === null) return model;
      return {
        ...model,
        amountText: groupWhileTyping(String(action.rupees)),
        approvals: [],
        focus: 'amount',
        fault: null,
        notice: null,
      };
    case 'tendered-typed': {
      const tenderedText = groupWhileTyping(action.text);
      return { ...model, tenderedText, notice: null, fault: faultWhileTyping(tenderedText, 'tendered') };
    }
    case 'focused':
      // Amounts belong to a consumer: without one the hand stays at the search.
      return { ...model, focus: model.chosen === null ? 'search' : action.field };
    default:
      return assertNever(action);
  }
}

/** An empty or half-typed field is no fault yet; a letter or a minus sign is one at once. */
function faultWhileTyping(typed: string, field: Field): Fault | null {
  const amount = parseRupees(typed);
  if (amount.ok || amount.error === 'empty' || amount.error === 'zero') return null;
  return plainFault(field, amountFaultCodes[amount.error]);
}

function enter(model: SellModel, nextUid: string, atMs: number): SellModel {
  switch (model.phase.name) {
    case 'recorded':
      // The second Enter of a double press belongs to the sale before it, not to the card that just came.
      return atMs - model.phase.sinceMs < doublePressMs ? model : newForm(nextUid);
    case 'approving':
    case 'recording':
    case 'asking':
      return model;
    case 'filling':
      return enterField(model);
    default:
      return assertNever(model.phase);
  }
}

function enterField(model: SellModel): SellModel {
  if (model.focus === 'search' || model.chosen === null) {
    if (model.search.state === 'searching') return { ...model, search: { ...model.search, state: 'wanted' } };
    return choose(model, model.search.selected);
  }
  const amount = parseRupees(model.amountText);
  if (!amount.ok) {
    return { ...model, focus: 'amount', fault: plainFault('amount', amountFaultCodes[amount.error]) };
  }
  if (model.focus === 'amount') return { ...model, focus: 'tendered', fault: null };
  const tendered = parseTendered(model.tenderedText, amount.value);
  if (!tendered.ok) return { ...model, focus: 'tendered', fault: plainFault('tendered', tendered.error) };
  return take(model);
}

/** The one door to recording: every guard that is known to ask has been answered first. */
function take(model: SellModel): SellModel {
  const open = model.chosen?.readBack?.needs.find(
    (guard) => !model.approvals.some((given) => given.guard === guard),
  );
  if (open !== undefined) return { ...model, phase: { name: 'approving', guard: open }, fault: null };
  return { ...model, phase: { name: 'recording' }, fault: null, notice: null };
}

function approve(model: SellModel, approver: string, pin: string): SellModel {
  if (model.phase.name !== 'approving') return model;
  const { guard } = model.phase;
  const others = model.approvals.filter((given) => given.guard !== guard);
  return take({ ...model, approvals: [...others, { guard, approver, pin }] });
}

function escape(model: SellModel, nextUid: string): SellModel {
  switch (model.phase.name) {
    case 'approving':
      return { ...model, phase: { name: 'filling' }, approvals: [], fault: null };
    case 'recorded':
      return newForm(nextUid);
    case 'recording':
    case 'asking':
      return model;
    case 'filling':
      return escapeField(model);
    default:
      return assertNever(model.phase);
  }
}

function escapeField(model: SellModel): SellModel {
  switch (model.focus) {
    case 'tendered':
      return { ...model, focus: 'amount', tenderedText: '', fault: null };
    case 'amount':
      return { ...newForm(model.uid), search: model.search };
    case 'search':
      return newForm(model.uid);
    default:
      return assertNever(model.focus);
  }
}

type OutcomeAction = Extract<
  SellAction,
  { type: 'record-answered' | 'record-refused' | 'recalled' | 'found' | 'find-failed' }
>;

function stepOutcome(model: SellModel, action: OutcomeAction): SellModel {
  if (action.type === 'recalled') {
    const untouched = model.phase.name === 'filling' && model.search.text === '';
    return untouched
      ? { ...newForm(action.uid), phase: { name: 'asking', tries: 0, restored: true } }
      : model;
  }
  // News about an older form changes nothing here.
  if (action.uid !== model.uid) return model;
  switch (action.type) {
    case 'record-answered':
      return recorded(model, action.recharge, false, action.atMs);
    case 'record-refused':
      return refuse(model, action.error);
    case 'find-failed':
      return model.phase.name === 'asking'
        ? { ...model, phase: { ...model.phase, tries: model.phase.tries + 1 } }
        : model;
    case 'found': {
      if (model.phase.name !== 'asking') return model;
      const { restored } = model.phase;
      if (action.recharge !== null) {
        return recorded(model, action.recharge, restored, action.atMs);
      }
      return { ...model, phase: { name: 'filling' }, notice: restored ? null : 'not-recorded' };
    }
    default:
      return assertNever(action);
  }
}

function recorded(model: SellModel, recharge: RechargeView, restored: boolean, sinceMs: number): SellModel {
  return { ...model, phase: { name: 'recorded', recharge, restored, sinceMs }, fault: null };
}

/** A refusal goes to the place that can mend it; an unknown outcome is asked, never tried again. */
function refuse(model: SellModel, error: CounterError): SellModel {
  if (model.phase.name !== 'recording') return model;
  if (error.retry === 'same-id' || error.code === 'RECHARGE_CHANGED') {
    return { ...model, phase: { name: 'asking', tries: 0, restored: false }, fault: null };
  }
  const lastApproval = model.approvals.at(-1);
  if (error.code === 'APPROVAL_NEEDED') {
    const guard: GuardView =
      error.params['guard'] === 'same-amount-again' ? 'same-amount-again' : 'above-cash-cap';
    return { ...model, phase: { name: 'approving', guard }, fault: null };
  }
  if (approvalCodes.has(error.code) && lastApproval !== undefined) {
    const guard = lastApproval.guard;
    return {
      ...model,
      phase: { name: 'approving', guard },
      approvals: [],
      fault: faultOf('approval', error),
    };
  }
  const field = fieldOfCode(error.code);
  const focus = field === 'form' ? model.focus : field;
  return { ...model, phase: { name: 'filling' }, focus, fault: faultOf(field, error) };
}

const approvalCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'PIN_WRONG',
  'PIN_LOCKED',
  'APPROVER_NOT_PERMITTED',
  'PERSON_UNKNOWN',
]);

function fieldOfCode(code: ErrorCode): Field | 'form' {
  if (code === 'TENDERED_TOO_LITTLE') return 'tendered';
  if (code.startsWith('AMOUNT_') || code === 'CASH_CAP_OF_DAY') return 'amount';
  if (code === 'CONSUMER_UNKNOWN' || code === 'CONSUMER_NUMBER_MALFORMED') return 'search';
  return 'form';
}

function faultOf(field: Fault['field'], error: CounterError): Fault {
  return { field, code: error.code, params: error.params, incidentId: error.incidentId };
}

function plainFault(field: Field, code: ErrorCode): Fault {
  return { field, code, params: {}, incidentId: '' };
}
