import { useState } from 'react';
import { formatRupees } from '../../counter/money.ts';
import { limits } from '../../counter/limits.ts';
import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import type { ConsumerView, CounterState } from '../../electron/contract/view-schemas.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';
import { ChooseConsumer } from './ChooseConsumer.tsx';
import type { Act } from './exception-words.ts';
import { ReadBackStep } from './ReadBackStep.tsx';

interface SettleFormProps {
  readonly act: Act;
  readonly state: CounterState;
  readonly detail: ExceptionDetailView;
  readonly onDone: (words: string, detail: ExceptionDetailView) => void;
  readonly onBack: () => void;
}

const titleKeys = {
  moved: 'exceptions.moved',
  matched: 'exceptions.matched',
  resubmitted: 'exceptions.resubmitted',
  refunded: 'exceptions.refunded',
} as const;

const doneKeys = {
  moved: 'exceptions.doneMoved',
  matched: 'exceptions.doneMatched',
  resubmitted: 'exceptions.doneResubmitted',
  refunded: 'exceptions.doneRefunded',
} as const;

/** Who, why, and the reading aloud: no act of the desk is done by one key alone. */
export function SettleForm({ act, state, detail, onDone, onBack }: SettleFormProps) {
  const { t } = useText();
  const needsConsumer = act === 'moved' || act === 'matched';
  const [consumer, setConsumer] = useState<ConsumerView | null>(null);
  const [reason, setReason] = useState('');
  const [isSure, setSure] = useState(false);
  if (needsConsumer && consumer === null) return <ChooseConsumer onChosen={setConsumer} onBack={onBack} />;
  if (isSure) {
    return (
      <ReadBackStep
        act={act}
        state={state}
        detail={detail}
        reason={reason.trim()}
        consumer={consumer}
        onDone={(now) => {
          const rupees = formatRupees(detail.row.amountPaise, 'hide-zero');
          onDone(t(doneKeys[act], { rupees }), now);
        }}
        onBack={() => setSure(false)}
      />
    );
  }
  const back = consumer === null ? onBack : () => setConsumer(null);
  return (
    <KeyForm
      className="stack"
      label={t(titleKeys[act])}
      onEscape={back}
      onEnter={() => {
        if (reason.trim() !== '') setSure(true);
      }}
    >
      <h3>{t(titleKeys[act])}</h3>
      {consumer === null ? null : (
        <p className="bound-act">
          {consumer.name} · {consumer.consumer}
        </p>
      )}
      <TextInput
        label={t('exceptions.reason')}
        value={reason}
        hint={t('exceptions.reasonHint')}
        hand
        maxLength={limits.exceptionReasonCharsMax}
        testId="exception-reason"
        onChange={setReason}
      />
      <DialogButtons
        backWords={consumer === null ? t('app.back') : t('exceptions.chooseAgain')}
        onBack={back}
        doWords={t('exceptions.goOn')}
        disabled={reason.trim() === ''}
        testId="exception-next"
      />
    </KeyForm>
  );
}
