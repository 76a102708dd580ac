import { useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { useText } from '../text/i18n.ts';

interface SlipAgainProps {
  readonly detail: ExceptionDetailView;
  readonly onDone: (words: string, detail: ExceptionDetailView | null) => void;
  readonly onBack: () => void;
}

/** The slip of the refund once more. It says that it is a duplicate, and the journal says who asked. */
export function SlipAgain({ detail, onDone, onBack }: SlipAgainProps) {
  const { t } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [fault, setFault] = useState<CounterError | null>(null);
  const print = async (): Promise<void> => {
    const { receiptNumber } = detail.row;
    const reply = await call('exceptions.printAgain', { uid, receiptNumber, reason: 'paper-damaged' });
    if (reply.ok) onDone(t('exceptions.doneSlip'), null);
    else setFault(reply.error);
  };
  return (
    <KeyForm
      className="stack"
      label={t('exceptions.slipAgain')}
      onEscape={onBack}
      onEnter={() => void print()}
    >
      <h3>{t('exceptions.slipAgain')}</h3>
      <p className="lead">{t('exceptions.slipAgainNote')}</p>
      <FaultMessage fault={fault} />
      <DialogButtons
        backWords={t('app.back')}
        onBack={onBack}
        doWords={t('exceptions.slipAgain')}
        hand
        testId="slip-again-do"
      />
    </KeyForm>
  );
}
