import { useEffect, useReducer } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { PersonView } from '../../electron/contract/view-schemas.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { roleKeys } from '../parts/PersonList.tsx';
import { useText } from '../text/i18n.ts';
import {
  addedRoles,
  newPerson,
  stepAddPerson,
  type AddedRole,
  type AddPersonAction,
  type AddPersonModel,
} from './add-person-model.ts';
import { faultKeys, PersonFields } from './PersonFields.tsx';

interface AddPersonProps {
  readonly people: readonly PersonView[];
  readonly onLeave: () => void;
}

/** A supervisor adds somebody who works here: name in both scripts, role, PIN typed twice. */
export function AddPerson({ people, onLeave }: AddPersonProps) {
  const { t, language } = useText();
  const [model, dispatch] = useReducer(stepAddPerson, null, () => newPerson(newUid(counterNow())));
  const { form, role, stage, formFault, fault } = model;
  const saving = stage === 'saving';
  useEffect(() => {
    if (!saving) return;
    void save(model).then(dispatch);
    // What is sent does not change while it is saved.
    // oxlint-disable-next-line react/exhaustive-deps -- see the line above
  }, [saving]);
  return (
    <section className="stage" data-testid="add-person">
      <div className="card sheet setup">
        <KeyForm
          // A new form for each person, with the hand at its beginning.
          key={model.uid}
          className="sheet-side"
          label={t('addPerson.title')}
          onEnter={() =>
            dispatch({ type: 'enter', nextUid: newUid(counterNow()), taken: people.map((one) => one.person) })
          }
          onEscape={onLeave}
        >
          <h1>{t('addPerson.title')}</h1>
          <p className="lead">{t('addPerson.lead')}</p>
          <PersonFields form={form} onChange={(part) => dispatch({ type: 'typed', part })} />
          <RoleChoice role={role} onChoose={(chosen) => dispatch({ type: 'role-chosen', role: chosen })} />
          {formFault === null ? null : <Message tone="bad">{t(faultKeys[formFault])}</Message>}
          <FaultMessage fault={fault} />
          {stage === 'done' ? (
            <Message tone="good">
              ● {t('addPerson.done', { name: language === 'hi' ? form.nameHi : form.nameEn })}
            </Message>
          ) : null}
          <span className="space" />
          <DialogButtons
            backWords={t('app.back')}
            onBack={onLeave}
            doWords={stage === 'done' ? t('addPerson.another') : t('addPerson.do')}
            disabled={saving}
            testId="add-person-do"
          />
        </KeyForm>
      </div>
    </section>
  );
}

async function save({ uid, person, form, role }: AddPersonModel): Promise<AddPersonAction> {
  const name = { hi: form.nameHi.trim(), en: form.nameEn.trim() };
  const reply = await call('people.add', { uid, person: person ?? '', name, role, pin: form.pin });
  return reply.ok ? { type: 'saved' } : { type: 'refused', error: reply.error };
}

interface RoleChoiceProps {
  readonly role: AddedRole;
  readonly onChoose: (role: AddedRole) => void;
}

function RoleChoice({ role, onChoose }: RoleChoiceProps) {
  const { t } = useText();
  return (
    <RadioGroup
      className="radios"
      value={role}
      onChange={(value) => {
        const chosen = addedRoles.find((name) => name === value);
        if (chosen !== undefined) onChoose(chosen);
      }}
    >
      <Label className="group-label">{t('addPerson.role')}</Label>
      {addedRoles.map((name) => (
        <Radio key={name} value={name} className="radio" data-testid={`role-${name}`}>
          {t(roleKeys[name])}
        </Radio>
      ))}
    </RadioGroup>
  );
}
