import { useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import { call } from '../app/counter-api.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { useText } from '../text/i18n.ts';

interface LetterFormProps {
  readonly detail: ExceptionDetailView;
  readonly onBack: () => void;
}

type Made =
  | { readonly name: 'asked' | 'making' | 'failed' }
  | { readonly name: 'refused'; readonly error: CounterError }
  | { readonly name: 'made'; readonly folder: string; readonly pdf: string };

/**
 * A letter for the consumer to take home. It only tells; each press makes a file of its own. The button stays
 * alive while one is made: a button that is switched off drops the focus, and Escape with it.
 */
export function LetterForm({ detail, onBack }: LetterFormProps) {
  const { t } = useText();
  const [made, setMade] = useState<Made>({ name: 'asked' });
  const make = async (): Promise<void> => {
    if (made.name === 'making') return;
    if (made.name === 'made') {
      onBack();
      return;
    }
    setMade({ name: 'making' });
    const reply = await call('exceptions.letter', { receiptNumber: detail.row.receiptNumber });
    if (!reply.ok) setMade({ name: 'refused', error: reply.error });
    else if (reply.value.pdf === null) setMade({ name: 'failed' });
    else setMade({ name: 'made', folder: reply.value.folder, pdf: reply.value.pdf });
  };
  return (
    <KeyForm className="stack" label={t('exceptions.letter')} onEscape={onBack} onEnter={() => void make()}>
      <h3>{t('exceptions.letter')}</h3>
      <p className="lead">{t('exceptions.letterLead')}</p>
      {made.name === 'making' ? <p className="lead working">{t('exceptions.letterMaking')}</p> : null}
      {made.name === 'failed' ? <Message tone="warn">▲ {t('exceptions.letterFailed')}</Message> : null}
      {made.name === 'made' ? (
        <Message tone="good">
          <strong data-testid="letter-done">● {t('exceptions.letterDone', { pdf: made.pdf })}</strong>{' '}
          {t('exceptions.letterFolder', { folder: made.folder })}
        </Message>
      ) : null}
      <FaultMessage fault={made.name === 'refused' ? made.error : null} />
      <DialogButtons
        backWords={t('app.back')}
        onBack={onBack}
        doWords={made.name === 'made' ? t('app.back') : t('exceptions.letterDo')}
        hand
        testId="letter-do"
      />
    </KeyForm>
  );
}
