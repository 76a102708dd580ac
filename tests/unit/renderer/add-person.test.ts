import { describe, expect, it } from 'vitest';
import {
  newPerson,
  stepAddPerson,
  type AddPersonAction,
  type AddPersonModel,
} from '../../../renderer/people/add-person-model.ts';
import { freePersonId } from '../../../renderer/people/setup-model.ts';

const filled = { nameHi: 'नीलम', nameEn: 'Neelam Devi', pin: '4821', pinAgain: '4821' };

function after(...actions: readonly AddPersonAction[]): AddPersonModel {
  return actions.reduce(stepAddPerson, newPerson('uid-1'));
}

const typed: AddPersonAction = { type: 'typed', part: filled };
const enter: AddPersonAction = { type: 'enter', nextUid: 'uid-2', taken: ['neelam-devi', 'rekha'] };
const refused = (code: 'PERSON_EXISTS' | 'SERVICE_AWAY'): AddPersonAction => ({
  type: 'refused',
  error: { code, retry: 'after-fix', incidentId: '', params: {} },
});

describe('adding a person', () => {
  it.each([
    [{ ...filled, nameHi: ' ' }, 'name-missing'],
    [{ ...filled, pin: '482', pinAgain: '482' }, 'pin-short'],
    [{ ...filled, pinAgain: '4822' }, 'pins-differ'],
  ] as const)('does not save %j: %s', (part, formFault) => {
    expect(after({ type: 'typed', part }, enter)).toMatchObject({ stage: 'filling', formFault });
  });

  it('saves once with a free id, however often Enter comes', () => {
    const saving = after(typed, { type: 'role-chosen', role: 'officer' }, enter);
    expect(saving).toMatchObject({ stage: 'saving', person: 'neelam-devi-2', role: 'officer' });
    expect(stepAddPerson(saving, enter)).toBe(saving);
    expect(stepAddPerson(saving, { type: 'typed', part: { nameEn: 'x' } })).toBe(saving);
  });

  it('sends the same uid and id again after an unknown outcome, though the person may be listed by now', () => {
    const again = stepAddPerson(after(typed, enter, refused('SERVICE_AWAY')), {
      type: 'enter',
      nextUid: 'uid-3',
      taken: ['neelam-devi', 'neelam-devi-2'],
    });
    expect(again).toMatchObject({ uid: 'uid-1', person: 'neelam-devi-2', stage: 'saving' });
  });

  it('takes another id when a namesake came in between', () => {
    const again = stepAddPerson(after(typed, enter, refused('PERSON_EXISTS')), {
      type: 'enter',
      nextUid: 'uid-3',
      taken: ['neelam-devi', 'neelam-devi-2'],
    });
    expect(again.person).toBe('neelam-devi-3');
  });

  it('forgets the PIN when it is stored, and begins anew with a new uid', () => {
    const done = after(typed, enter, { type: 'saved' });
    expect(done).toMatchObject({ stage: 'done', form: { nameHi: 'नीलम', pin: '', pinAgain: '' } });
    expect(stepAddPerson(done, enter)).toEqual(newPerson('uid-2'));
  });

  it('keeps an id within 32 signs, its number too', () => {
    const long = 'a'.repeat(40);
    expect(freePersonId(long, [])).toHaveLength(32);
    expect(freePersonId(long, ['a'.repeat(32)])).toBe(`${'a'.repeat(30)}-2`);
  });
});
