import { useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { useNow } from '../app/use-now.ts';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { PersonList } from '../parts/PersonList.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { kolkataDate } from '../../counter/time.ts';
import { clockTime, longDate, weekdayName } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';

/** Who works now: the list by arrow keys, then the PIN. */
export function SignIn({ state }: { readonly state: CounterState }) {
  const { t, language } = useText();
  const { person, pin, stage, fault, handAtPin, select, type, take, signIn } = useSignIn(state);
  const name = state.people.find((one) => one.person === person)?.name[language] ?? '';

  return (
    <section className="stage" data-testid="sign-in">
      <div className="card sheet two">
        <div className="sheet-side">
          <h1>{t('signIn.title')}</h1>
          <p className="lead">{t('signIn.lead')}</p>
          <PersonList
            people={state.people}
            selected={person}
            label={t('signIn.title')}
            hand={!handAtPin}
            onSelect={select}
            onTaken={take}
          />
        </div>
        <KeyForm
          className="sheet-side well"
          label={t('signIn.title')}
          onEnter={() => void signIn()}
          onEscape={() => type('')}
        >
          <Today />
          <TextInput
            kind="pin"
            label={t('signIn.pin')}
            value={pin}
            hand={handAtPin}
            wrong={fault !== null}
            maxLength={8}
            testId="pin"
            onChange={type}
          />
          <FaultMessage fault={fault} />
          {stage === 'empty' ? <Message tone="warn">{t('signIn.pinMissing')}</Message> : null}
          <span className="space" />
          <EnterButton testId="sign-in-do">
            {stage === 'checking' ? t('signIn.busy') : t('signIn.do', { name })}
          </EnterButton>
        </KeyForm>
      </div>
    </section>
  );
}

function Today() {
  const { language } = useText();
  const now = useNow(1000);
  const date = kolkataDate(now);
  return (
    <div className="today">
      <span className="time">{clockTime(now)}</span>
      <span>
        {weekdayName(date, language)}, {longDate(date, language)}
      </span>
    </div>
  );
}

/** The choice, the PIN as typed, and what came of it. The PIN is forgotten as soon as it is sent. */
function useSignIn(state: CounterState) {
  const [person, setPerson] = useState<string | null>(state.people[0]?.person ?? null);
  const [pin, setPin] = useState('');
  const [stage, setStage] = useState<'open' | 'checking' | 'empty'>('open');
  const [fault, setFault] = useState<CounterError | null>(null);
  const [handAtPin, setHandAtPin] = useState(state.people.length === 1);
  const select = (chosen: string): void => {
    setPerson(chosen);
    setFault(null);
    setHandAtPin(false);
  };
  const type = (typed: string): void => {
    setPin(typed);
    setFault(null);
    setStage('open');
  };
  const signIn = async (): Promise<void> => {
    if (stage === 'checking' || person === null) return;
    if (pin === '') {
      setStage('empty');
      setHandAtPin(true);
      return;
    }
    setStage('checking');
    const reply = await call('session.signIn', { person, pin });
    setPin('');
    setStage('open');
    setFault(reply.ok ? null : reply.error);
  };
  const take = (): void => setHandAtPin(true);
  return { person, pin, stage, fault, handAtPin, select, type, take, signIn };
}
