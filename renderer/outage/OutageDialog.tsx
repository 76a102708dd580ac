import { useState } from 'react';
import { kolkataDate } from '../../counter/time.ts';
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

interface OutageDialogProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

export function OutageDialog(props: OutageDialogProps) {
  // What the dialog is for is settled when it opens; the state turns while it is still on screen.
  const [declaring] = useState(props.state.outage === null);
  return declaring ? <DeclareOutage {...props} /> : <EndOutage {...props} />;
}

/** The name is proposed from the state and the date; it will stand on every receipt. */
function DeclareOutage({ state, onClose }: OutageDialogProps) {
  const { t, language } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [since] = useState(() =>
    state.headEnd.link === 'not-answering' && state.headEnd.since !== null
      ? state.headEnd.since
      : counterNow(),
  );
  const [name, setName] = useState(`BR-${kolkataDate(since)}`);
  const [cause, setCause] = useState('');
  const [asked, setAsked] = useState(false);
  const [fault, setFault] = useState<CounterError | null>(null);
  const whole = name.trim() !== '' && cause.trim() !== '';
  const declare = async (): Promise<void> => {
    setAsked(true);
    if (!whole) return;
    const reply = await call('outage.open', { uid, name: name.trim(), cause: cause.trim(), since });
    if (reply.ok) onClose();
    else setFault(reply.error);
  };
  return (
    <Overlay title={t('outage.openTitle')} onClose={onClose} testId="outage">
      <p className="lead">{t('outage.openLead')}</p>
      <KeyForm
        className="stack"
        label={t('outage.openTitle')}
        onEscape={onClose}
        onEnter={() => void declare()}
      >
        <div className="pair">
          <TextInput
            label={t('outage.name')}
            value={name}
            maxLength={40}
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
          value={cause}
          hand
          placeholder={t('outage.causeHint')}
          maxLength={200}
          testId="outage-cause"
          onChange={setCause}
        />
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

function EndOutage({ state, onClose }: OutageDialogProps) {
  const { t } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [name] = useState(state.outage?.name ?? '');
  const [fault, setFault] = useState<CounterError | null>(null);
  const end = async (): Promise<void> => {
    const reply = await call('outage.close', { uid });
    if (reply.ok) onClose();
    else setFault(reply.error);
  };
  return (
    <Overlay title={t('outage.closeTitle', { name })} onClose={onClose} testId="outage">
      <p className="lead">{t('outage.closeLead')}</p>
      {state.headEnd.link === 'answering' ? null : (
        <Message tone="warn">▲ {t('outage.closeStillDown')}</Message>
      )}
      <FaultMessage fault={fault} />
      <KeyForm className="stack" label={t('outage.closeDo')} onEscape={onClose} onEnter={() => void end()}>
        <DialogButtons
          backWords={t('app.cancel')}
          onBack={onClose}
          doWords={t('outage.closeDo')}
          hand
          testId="outage-do"
        />
      </KeyForm>
    </Overlay>
  );
}
