import { parseRupees } from '../../counter/money.ts';
import { assertNever } from '../../counter/result.ts';
import { amountFaultCodes, groupWhileTyping, parseTendered } from './money-typed.ts';
import { newForm, plainFault, type Fault, type Field, type SellAction, type SellModel } from './sell-form.ts';
import { pendingFacts } from './pending-facts.ts';
import { stepOutcome } from './sell-outcome.ts';
import { isScan, scanEnded, stepScan } from './sell-scan.ts';
import { choose, stepReadBack, stepSearch } from './sell-search.ts';

/** Two presses of Enter within this time are one press of an excited hand. */
const doublePressMs = 400;

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
    case 'told-elsewhere':
      return stepReadBack(model, action);
    case 'scanned':
    case 'scan-failed':
      return stepScan(model, action);
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
    case 'confirming':
      // Nor does it confirm what nobody has read yet.
      return atMs - model.phase.sinceMs < doublePressMs ? model : confirmed(model);
    case 'filling':
      return enterField(model, atMs);
    default:
      return assertNever(model.phase);
  }
}

function enterField(model: SellModel, atMs: number): SellModel {
  if (model.focus === 'search' || model.chosen === null) {
    if (isScan(model)) return scanEnded(model);
    // The scanner's own Enter, which comes behind the code.
    if (model.scan.last !== null && atMs - model.scan.lastAtMs < doublePressMs) return model;
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
  return pendingOf(model) > model.pendingConfirmed
    ? { ...model, phase: { name: 'confirming', sinceMs: atMs }, fault: null }
    : take(model);
}

function confirmed(model: SellModel): SellModel {
  return take({ ...model, phase: { name: 'filling' }, pendingConfirmed: pendingOf(model) });
}

/** How many receipts of this consumer wait, as far as anybody has said. Credits elsewhere ask for no key. */
function pendingOf({ chosen, scan }: SellModel): number {
  return chosen === null ? 0 : pendingFacts(chosen, scan.all, '', 0).count;
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
    case 'confirming':
      return { ...model, phase: { name: 'filling' }, focus: 'tendered' };
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
      return { ...newForm(model.uid), search: model.search, scan: model.scan };
    case 'search':
      return newForm(model.uid);
    default:
      return assertNever(model.focus);
  }
}
