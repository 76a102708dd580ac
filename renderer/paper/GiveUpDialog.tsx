import { useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { PrintJobView } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { reasonWords } from '../app/status-model.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';
import { receiptTail } from './print-words.ts';

interface GiveUpDialogProps {
  readonly job: PrintJobView;
  readonly onClose: () => void;
}

/** A slip that stands still in the printer may be given up; what is on paper is asked afterwards. */
export function GiveUpDialog({ job, onClose }: GiveUpDialogProps) {
  const { t } = useText();
  const [fault, setFault] = useState<CounterError | null>(null);
  const giveUp = async (): Promise<void> => {
    const reply = await call('print.giveUp', { job: job.job });
    setFault(reply.ok ? null : reply.error);
    if (reply.ok) onClose();
  };
  return (
    <Overlay
      title={t('giveUp.title', { tail: receiptTail(job.receiptNumber) })}
      onClose={onClose}
      testId="give-up"
    >
      <Message tone="warn">▲ {reasonWords(job.reason, t)}</Message>
      <p className="lead">{t('giveUp.lead')}</p>
      <FaultMessage fault={fault} />
      <div className="buttons">
        <ActionButton keyName={t('app.escape')} hand onAct={onClose}>
          {t('giveUp.wait')}
        </ActionButton>
        <ActionButton onAct={() => void giveUp()} testId="give-up-do">
          {t('giveUp.do')}
        </ActionButton>
      </div>
    </Overlay>
  );
}
