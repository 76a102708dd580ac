import { useState, type ReactNode } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import { call, newUid } from '../app/counter-api.ts';
import { useKeys } from '../app/use-keys.ts';
import { counterNow } from '../app/counter-store.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { StepSheet } from '../parts/StepSheet.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';
import { faultKeys, PersonFields } from './PersonFields.tsx';
import {
  emptyPerson,
  firstPersonFault,
  personIdOf,
  type FirstPerson,
  type FirstPersonFault,
} from './setup-model.ts';

const steps = ['setup.stepEnrol', 'setup.stepPerson', 'setup.stepList'] as const;

/** The three steps of a new counter. */
export function SetupSheet({ at, children }: { readonly at: 0 | 1 | 2; readonly children: ReactNode }) {
  return (
    <StepSheet steps={steps} at={at} testId={`setup-${at}`}>
      {children}
    </StepSheet>
  );
}

export function Enrol({ onRestore }: { readonly onRestore: () => void }) {
  const { t } = useText();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<CounterError | null>(null);
  useKeys({ F8: onRestore }, !busy);
  const enrol = async (): Promise<void> => {
    if (busy || code.trim() === '') return;
    setBusy(true);
    const reply = await call('setup.enrol', { code: code.trim() });
    setBusy(false);
    setFault(reply.ok ? null : reply.error);
  };
  return (
    <SetupSheet at={0}>
      <KeyForm className="sheet-side" label={t('setup.enrolTitle')} onEnter={() => void enrol()}>
        <h1>{t('setup.enrolTitle')}</h1>
        <p className="lead">{t('setup.enrolLead')}</p>
        <TextInput
          label={t('setup.enrolCode')}
          value={code}
          hand
          wrong={fault !== null}
          maxLength={64}
          testId="enrol-code"
          onChange={(typed) => {
            setCode(typed);
            setFault(null);
          }}
        />
        <FaultMessage fault={fault} />
        <p className="small">{t('setup.enrolNeeds')}</p>
        <span className="space" />
        <div className="buttons">
          <ActionButton slim keyName="F8" disabled={busy} onAct={onRestore} testId="enrol-restore">
            {t('restore.begin')}
          </ActionButton>
          <EnterButton disabled={code.trim() === ''} testId="enrol-do">
            {busy ? t('setup.enrolBusy') : t('setup.enrolDo')}
          </EnterButton>
        </div>
      </KeyForm>
    </SetupSheet>
  );
}

export function AddFirstPerson() {
  const { t } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [form, setForm] = useState(emptyPerson);
  const [formFault, setFormFault] = useState<FirstPersonFault | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const change = (part: Partial<FirstPerson>): void => {
    setForm({ ...form, ...part });
    setFormFault(null);
    setFault(null);
  };
  const save = async (): Promise<void> => {
    const wrong = firstPersonFault(form);
    setFormFault(wrong);
    if (wrong !== null) return;
    const name = { hi: form.nameHi.trim(), en: form.nameEn.trim() };
    const reply = await call('setup.addFirstPerson', {
      uid,
      person: personIdOf(name.en),
      name,
      pin: form.pin,
    });
    setFault(reply.ok ? null : reply.error);
  };
  return (
    <SetupSheet at={1}>
      <KeyForm className="sheet-side" label={t('setup.personTitle')} onEnter={() => void save()}>
        <h1>{t('setup.personTitle')}</h1>
        <p className="lead">{t('setup.personLead')}</p>
        <PersonFields form={form} onChange={change} />
        {formFault === null ? null : <Message tone="bad">{t(faultKeys[formFault])}</Message>}
        <FaultMessage fault={fault} />
        <span className="space" />
        <EnterButton testId="person-do">{t('setup.personDo')}</EnterButton>
      </KeyForm>
    </SetupSheet>
  );
}
