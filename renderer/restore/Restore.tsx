import { useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { StepSheet } from '../parts/StepSheet.tsx';
import { useText } from '../text/i18n.ts';
import { CounterField, KeyFields, SourceFields } from './RestoreFields.tsx';
import {
  emptyRestore,
  restoreFault,
  restoreRequest,
  type RestoreForm,
  type RestoreFormFault,
  type RestoreResult,
  type RestoreStep,
} from './restore-model.ts';
import { RestoredSheet } from './RestoredSheet.tsx';
import { RestoreProgress } from './RestoreProgress.tsx';

interface RestoreProps {
  readonly state: CounterState;
  readonly onLeave: () => void;
}

const steps = ['restore.stepSources', 'restore.stepKey', 'restore.stepDone'] as const;
const titles = {
  sources: 'restore.sourcesTitle',
  key: 'restore.keyTitle',
  counter: 'restore.counterTitle',
} as const satisfies Readonly<Record<RestoreStep, string>>;
const leads = {
  sources: 'restore.sourcesLead',
  key: 'restore.keyLead',
  counter: 'restore.counterLead',
} as const satisfies Readonly<Record<RestoreStep, string>>;
const faultKeys = {
  'nothing-given': 'restore.nothingGiven',
  'key-missing': 'restore.keyMissing',
  'words-missing': 'restore.wordsMissing',
  'counter-missing': 'restore.counterMissing',
} as const satisfies Readonly<Record<RestoreFormFault, string>>;

/** Makes this PC the counter that died. Nothing is written before all is proved; Escape goes a step back. */
export function Restore({ state, onLeave }: RestoreProps) {
  const { t } = useText();
  const [step, setStep] = useState<RestoreStep>('sources');
  const [form, setForm] = useState(emptyRestore);
  const [formFault, setFormFault] = useState<RestoreFormFault | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<RestoreResult | null>(null);

  const change = (part: Partial<RestoreForm>): void => {
    setForm({ ...form, ...part });
    setFormFault(null);
    setFault(null);
  };
  const back = (): void => {
    if (busy) return;
    setFormFault(null);
    setFault(null);
    if (step === 'sources') onLeave();
    else setStep(step === 'key' ? 'sources' : 'key');
  };
  const restore = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    const reply = await call('setup.restore', restoreRequest(form));
    setBusy(false);
    if (reply.ok) setResult(reply.value);
    else {
      setFault(reply.error);
      if (reply.error.code === 'RESTORE_COUNTER_UNCLEAR') setStep('counter');
      if (reply.error.code === 'RESTORE_NOTHING_FOUND') setStep('sources');
    }
  };
  const next = (): void => {
    if (busy) return;
    const wrong = restoreFault(step, form);
    setFormFault(wrong);
    if (wrong !== null) return;
    if (step === 'sources') setStep('key');
    else void restore();
  };

  if (result !== null) return <RestoredSheet steps={steps} result={result} onDone={onLeave} />;
  return (
    <StepSheet steps={steps} at={step === 'sources' ? 0 : 1} testId={`restore-${step}`}>
      <KeyForm className="sheet-side" label={t(titles[step])} onEnter={next} onEscape={back}>
        <h1>{t(titles[step])}</h1>
        <p className="lead">{t(leads[step])}</p>
        {step === 'sources' ? <SourceFields form={form} disabled={busy} onChange={change} /> : null}
        {step === 'key' ? <KeyFields form={form} disabled={busy} onChange={change} /> : null}
        {step === 'counter' ? <CounterField form={form} onChange={change} /> : null}
        {busy ? <RestoreProgress state={state} /> : null}
        {formFault === null ? null : <Message tone="bad">{t(faultKeys[formFault])}</Message>}
        <FaultMessage fault={fault} />
        <span className="space" />
        <DialogButtons
          backWords={t('app.back')}
          onBack={back}
          doWords={step === 'sources' ? t('restore.next') : busy ? t('restore.busy') : t('restore.do')}
          disabled={busy}
          testId="restore-do"
        />
      </KeyForm>
    </StepSheet>
  );
}
