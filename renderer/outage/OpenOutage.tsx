import { useState } from 'react';
import { limits } from '../../counter/limits.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { causeOf, chosenCause, readyCauses } from './outage-causes.ts';

interface OpenOutageProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** Name and beginning are proposed; what a person adds is the cause, as a rule by one digit. */
export function OpenOutage({ state, onClose }: OpenOutageProps) {
  const { t, language } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [proposal] = useState(() => state.outageProposal ?? { since: counterNow(), name: '' });
  const { since } = proposal;
  const [name, setName] = useState(proposal.name);
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(false);
  const [fault, setFault] = useState<CounterError | null>(null);
  const cause = causeOf(typed);
  const whole = name.trim() !== '' && cause !== '';
  const open = async (): Promise<void> => {
    setAsked(true);
    if (!whole) return;
    const reply = await call('outage.open', { uid, name: name.trim(), cause, since });
    if (reply.ok) onClose();
    else setFault(reply.error);
  };
  return (
    <Overlay title={t('outage.openTitle')} onClose={onClose} testId="outage">
      <p className="lead">{t('outage.openLead')}</p>
      <KeyForm className="stack" label={t('outage.openTitle')} onEscape={onClose} onEnter={() => void open()}>
        <div className="pair">
          <TextInput
            label={t('outage.name')}
            value={name}
            maxLength={limits.outageNameCharsMax}
            testId="outage-name"
            onChange={setName}
          />
          <div className="field">
            <span className="group-label">{t('outage.since')}</span>
            <output className="plain-value">{when(since, counterNow(), t, language)}</output>
          </div>
        </div>
        <TextInput
          label={t('outage.cause')}
          value={typed}
          hand
          placeholder={t('outage.causeHint')}
          maxLength={limits.outageCauseCharsMax}
          testId="outage-cause"
          onChange={setTyped}
        />
        <ReadyCauses chosen={chosenCause(typed)} onChoose={(number) => setTyped(String(number))} />
        {asked && !whole ? <Message tone="warn">{t('outage.missing')}</Message> : null}
        <FaultMessage fault={fault} />
        <DialogButtons
          backWords={t('app.cancel')}
          onBack={onClose}
          doWords={t('outage.openDo', { name })}
          testId="outage-do"
        />
      </KeyForm>
    </Overlay>
  );
}

interface ReadyCausesProps {
  readonly chosen: number;
  readonly onChoose: (number: number) => void;
}

/** By mouse or by typing the number into the field above: the Tab key passes by. */
function ReadyCauses({ chosen, onChoose }: ReadyCausesProps) {
  const { t, language } = useText();
  return (
    <ul className="ready-causes" aria-label={t('outage.causes')}>
      {readyCauses.map((cause, index) => (
        <li key={cause.en}>
          <button
            type="button"
            tabIndex={-1}
            aria-pressed={index === chosen}
            data-testid={`cause-${index + 1}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(index + 1)}
          >
            <kbd>{index + 1}</kbd>
            {cause[language]}
          </button>
        </li>
      ))}
    </ul>
  );
}
