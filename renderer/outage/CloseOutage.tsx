import { useEffect, useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { OutageChecklistView } from '../../electron/contract/outage-schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';
import { checklistLinesOf } from './checklist-model.ts';

/** While a person looks, the list follows what is sent, answered and settled meanwhile. */
const lookEveryMs = 2_000;

interface CloseOutageProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** What is done and what is not; Enter asks the service, which alone decides. */
export function CloseOutage({ state, onClose }: CloseOutageProps) {
  const { t } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [name] = useState(state.outage?.name ?? '');
  const [fault, setFault] = useState<CounterError | null>(null);
  const checklist = useChecklist();
  const end = async (): Promise<void> => {
    const reply = await call('outage.close', { uid });
    if (reply.ok) onClose();
    else setFault(reply.error);
  };
  return (
    <Overlay title={t('outage.closeTitle', { name })} onClose={onClose} testId="outage">
      <p className="lead">{t('outage.closeLead')}</p>
      {checklist === null ? (
        <p className="working">{t('outage.checking')}</p>
      ) : (
        <Checklist checklist={checklist} />
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

function Checklist({ checklist }: { readonly checklist: OutageChecklistView }) {
  const { t } = useText();
  const lines = checklistLinesOf(checklist, t);
  const isReady = lines.every(({ state }) => state === 'done');
  return (
    <ol className="checklist" data-testid="outage-checklist" data-ready={isReady}>
      {lines.map(({ line, state, words }) => (
        <li key={line} className={state} data-testid={`line-${line}`} data-state={state}>
          <span className="shape" aria-hidden="true">
            {state === 'done' ? '✓' : '▲'}
          </span>
          <span>{words}</span>
          <span className="state-word">{t(state === 'done' ? 'outageLine.done' : 'outageLine.open')}</span>
        </li>
      ))}
    </ol>
  );
}

function useChecklist(): OutageChecklistView | null {
  const [checklist, setChecklist] = useState<OutageChecklistView | null>(null);
  useEffect(() => {
    let isOver = false;
    const look = async (): Promise<void> => {
      const reply = await call('outage.checklist', {});
      if (!isOver && reply.ok) setChecklist(reply.value.checklist);
    };
    void look();
    const timer = setInterval(() => void look(), lookEveryMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, []);
  return checklist;
}
