import { useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { PersonList } from '../parts/PersonList.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { dayAndTime } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { isSupervisor } from './app-model.ts';
import { call, newUid } from './counter-api.ts';

type ClockDoubt = Exclude<CounterState['clock'], 'trusted'>;

const doubtWords = {
  behind: 'clock.behind',
  jumped: 'clock.jumped',
  'off-head-end': 'clock.offHeadEnd',
} as const satisfies Record<ClockDoubt, string>;

interface ClockDialogProps {
  readonly state: CounterState;
  readonly doubt: ClockDoubt;
  /** Nobody here may confirm: the seat is given up, nothing is recorded meanwhile. */
  readonly onSignOut: () => void;
}

/** The clock is in doubt, so nothing is recorded until a supervisor says that the time shown is right. */
export function ClockDialog({ state, doubt, onSignOut }: ClockDialogProps) {
  const { t, language } = useText();
  const supervisors = state.people.filter((person) => isSupervisor(person.role));
  const [uid] = useState(() => newUid(state.now));
  const [chosen, setChosen] = useState<string | null>(supervisors[0]?.person ?? null);
  const [pin, setPin] = useState('');
  const [fault, setFault] = useState<CounterError | null>(null);
  const confirm = async (): Promise<void> => {
    if (chosen === null || pin === '') return;
    const reply = await call('clock.confirm', {
      uid,
      shownAt: state.now,
      approver: { person: chosen, pin },
    });
    setPin('');
    setFault(reply.ok ? null : reply.error);
  };
  return (
    <Overlay title={t('clock.title')} onClose={onSignOut} testId="clock">
      <p className="lead">
        {t(doubtWords[doubt])} {t('clock.lead')}
      </p>
      <p className="bound-act" data-testid="clock-shown">
        {dayAndTime(state.now, language)}
      </p>
      {supervisors.length === 0 ? <Message tone="bad">{t('approval.nobody')}</Message> : null}
      <KeyForm className="stack" label={t('clock.title')} onEscape={onSignOut} onEnter={() => void confirm()}>
        <span className="group-label">{t('clock.who')}</span>
        <PersonList people={supervisors} selected={chosen} label={t('clock.who')} onSelect={setChosen} />
        <TextInput
          kind="pin"
          label={t('approval.pin')}
          value={pin}
          hand
          wrong={fault !== null}
          maxLength={8}
          testId="clock-pin"
          onChange={setPin}
        />
        <FaultMessage fault={fault} />
        <DialogButtons
          backWords={t('keys.lock')}
          onBack={onSignOut}
          doWords={t('clock.do')}
          disabled={chosen === null || pin === ''}
          testId="clock-do"
        />
      </KeyForm>
    </Overlay>
  );
}
