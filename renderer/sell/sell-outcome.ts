import type { ErrorCode } from '../../counter/error-codes.ts';
import { assertNever } from '../../counter/result.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { GuardView, RechargeView } from '../../electron/contract/view-schemas.ts';
import { faultOf, newForm, type Field, type SellAction, type SellModel } from './sell-form.ts';

type OutcomeAction = Extract<
  SellAction,
  { type: 'record-answered' | 'record-refused' | 'recalled' | 'found' | 'find-failed' }
>;

export function stepOutcome(model: SellModel, action: OutcomeAction): SellModel {
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
      return { ...model, phase: { name: 'filling' }, notice: restored ? 'form-gone' : 'not-recorded' };
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
    return { ...model, phase: { name: 'approving', guard: guardOf(error) }, fault: null };
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

const guards: readonly GuardView[] = ['same-amount-again', 'single-copy', 'unknown-consumer'];

function guardOf({ params }: CounterError): GuardView {
  return guards.find((guard) => guard === params['guard']) ?? 'above-cash-cap';
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
