import { assertNever } from '../../counter/result.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { PersonView } from '../../electron/contract/view-schemas.ts';
import {
  emptyPerson,
  firstPersonFault,
  freePersonId,
  type FirstPerson,
  type FirstPersonFault,
} from './setup-model.ts';

/** Roles that a supervisor gives at the counter; an administrator is made elsewhere. */
export const addedRoles = [
  'cashier',
  'head-cashier',
  'officer',
] as const satisfies readonly PersonView['role'][];
export type AddedRole = (typeof addedRoles)[number];

export interface AddPersonModel {
  /** Born with the form and kept through every retry; a new person has a new one. */
  readonly uid: string;
  /** The id that was sent under this uid: a retry sends the same one, whoever is in the list by then. */
  readonly person: string | null;
  readonly form: FirstPerson;
  readonly role: AddedRole;
  readonly stage: 'filling' | 'saving' | 'done';
  readonly formFault: FirstPersonFault | null;
  readonly fault: CounterError | null;
}

export type AddPersonAction =
  | { readonly type: 'typed'; readonly part: Partial<FirstPerson> }
  | { readonly type: 'role-chosen'; readonly role: AddedRole }
  | { readonly type: 'enter'; readonly nextUid: string; readonly taken: readonly string[] }
  | { readonly type: 'saved' }
  | { readonly type: 'refused'; readonly error: CounterError };

export function newPerson(uid: string): AddPersonModel {
  return {
    uid,
    person: null,
    form: emptyPerson,
    role: 'cashier',
    stage: 'filling',
    formFault: null,
    fault: null,
  };
}

export function stepAddPerson(model: AddPersonModel, action: AddPersonAction): AddPersonModel {
  switch (action.type) {
    case 'typed':
      if (model.stage !== 'filling') return model;
      return { ...model, form: { ...model.form, ...action.part }, formFault: null, fault: null };
    case 'role-chosen':
      return model.stage === 'filling' ? { ...model, role: action.role } : model;
    case 'enter':
      return enter(model, action.nextUid, action.taken);
    case 'saved':
      // The PIN is forgotten as soon as it is stored.
      return { ...model, stage: 'done', form: { ...model.form, pin: '', pinAgain: '' }, fault: null };
    case 'refused': {
      // A namesake came in between: the next try takes another id. Nothing was written under this one.
      const person = action.error.code === 'PERSON_EXISTS' ? null : model.person;
      return { ...model, person, stage: 'filling', fault: action.error };
    }
    default:
      return assertNever(action);
  }
}

function enter(model: AddPersonModel, nextUid: string, taken: readonly string[]): AddPersonModel {
  switch (model.stage) {
    case 'filling': {
      const formFault = firstPersonFault(model.form);
      if (formFault !== null) return { ...model, formFault };
      const person = model.person ?? freePersonId(model.form.nameEn.trim(), taken);
      return { ...model, person, stage: 'saving', formFault: null, fault: null };
    }
    case 'saving':
      return model;
    case 'done':
      return newPerson(nextUid);
    default:
      return assertNever(model.stage);
  }
}
