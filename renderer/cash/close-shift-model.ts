import { assertNever } from '../../counter/result.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { Output } from '../../electron/contract/schemas.ts';
import { emptyCount, totalOf, type CountTyped } from './count-model.ts';

export type CloseResult = Output<'shift.close'>;

export interface Approver {
  readonly person: string;
  readonly pin: string;
}

export type CloseStage =
  | { readonly name: 'counting' }
  /** Nothing was counted: an empty drawer is asked once more. */
  | { readonly name: 'really-empty' }
  | { readonly name: 'closing' }
  | { readonly name: 'reason' }
  | { readonly name: 'approving' }
  | { readonly name: 'closed'; readonly result: CloseResult };

/** The blind count of a shift. What the books expect is not in it until the service has told. */
export interface CloseModel {
  readonly uid: string;
  readonly stage: CloseStage;
  readonly count: CountTyped;
  readonly reason: string;
  readonly approver: Approver | null;
  readonly fault: CounterError | null;
}

export type CloseAction =
  | { readonly type: 'counted'; readonly count: CountTyped }
  | { readonly type: 'enter' }
  | { readonly type: 'reason-typed'; readonly reason: string }
  | { readonly type: 'approved'; readonly approver: Approver }
  | { readonly type: 'recount' }
  | { readonly type: 'answered'; readonly result: CloseResult }
  | { readonly type: 'refused'; readonly error: CounterError };

export function newClose(uid: string): CloseModel {
  return { uid, stage: { name: 'counting' }, count: emptyCount, reason: '', approver: null, fault: null };
}

export function stepClose(model: CloseModel, action: CloseAction): CloseModel {
  switch (action.type) {
    case 'counted':
      return { ...model, count: action.count, stage: { name: 'counting' }, fault: null };
    case 'enter':
      return enter(model);
    case 'reason-typed':
      return { ...model, reason: action.reason, fault: null };
    case 'approved':
      return { ...model, approver: action.approver, stage: { name: 'closing' }, fault: null };
    case 'recount':
      return { ...model, approver: null, stage: { name: 'counting' }, fault: null };
    case 'answered':
      return { ...model, stage: { name: 'closed', result: action.result }, fault: null };
    case 'refused':
      return refuse(model, action.error);
    default:
      return assertNever(action);
  }
}

function enter(model: CloseModel): CloseModel {
  const total = totalOf(model.count);
  if (total === null) return model;
  switch (model.stage.name) {
    case 'counting':
      return { ...model, stage: { name: total === 0 ? 'really-empty' : 'closing' }, fault: null };
    case 'really-empty':
      return { ...model, stage: { name: 'closing' } };
    case 'reason':
      return model.reason.trim() === '' ? model : { ...model, stage: { name: 'closing' }, fault: null };
    case 'closing':
    case 'approving':
    case 'closed':
      return model;
    default:
      return assertNever(model.stage);
  }
}

/** A difference is always accepted; it asks for a reason, and above the limit for a second person. */
function refuse(model: CloseModel, error: CounterError): CloseModel {
  if (error.code === 'DIFFERENCE_NEEDS_REASON') return { ...model, stage: { name: 'reason' }, fault: null };
  if (error.code === 'DIFFERENCE_NEEDS_APPROVER')
    return { ...model, stage: { name: 'approving' }, fault: null };
  if (model.approver !== null)
    return { ...model, approver: null, stage: { name: 'approving' }, fault: error };
  return { ...model, stage: { name: 'counting' }, fault: error };
}
