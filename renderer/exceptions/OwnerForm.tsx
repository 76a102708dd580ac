import { useState } from 'react';
import { limits } from '../../counter/limits.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { PersonList } from '../parts/PersonList.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';
import { personWords } from './exception-words.ts';

interface OwnerFormProps {
  readonly state: CounterState;
  readonly detail: ExceptionDetailView;
  readonly onDone: (words: string, detail: ExceptionDetailView) => void;
  readonly onBack: () => void;
}

/** Who looks after it, and what is to be done. The last word stands; the earlier ones stay on record. */
export function OwnerForm({ state, detail, onDone, onBack }: OwnerFormProps) {
  const { t, language } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [owner, setOwner] = useState(detail.row.owner ?? state.session?.person ?? '');
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<CounterError | null>(null);
  const give = async (): Promise<void> => {
    if (note.trim() === '' || owner === '') return;
    const { receiptNumber } = detail.row;
    const reply = await call('exceptions.take', { uid, receiptNumber, owner, note: note.trim() });
    if (reply.ok) onDone(t('exceptions.doneTaken'), reply.value);
    else setFault(reply.error);
  };
  return (
    <KeyForm
      className="stack"
      label={t('exceptions.ownerTitle')}
      onEscape={onBack}
      onEnter={() => void give()}
    >
      <h3>{t('exceptions.ownerTitle')}</h3>
      <PersonList
        people={state.people}
        selected={owner}
        label={t('exceptions.ownerTitle')}
        hand
        onSelect={setOwner}
      />
      <TextInput
        label={t('exceptions.ownerNote')}
        value={note}
        maxLength={limits.exceptionReasonCharsMax}
        testId="owner-note"
        onChange={setNote}
      />
      <FaultMessage fault={fault} />
      <DialogButtons
        backWords={t('app.back')}
        onBack={onBack}
        doWords={t('exceptions.ownerDo', { name: personWords(owner, state.people, language) })}
        disabled={note.trim() === ''}
        testId="owner-do"
      />
    </KeyForm>
  );
}
