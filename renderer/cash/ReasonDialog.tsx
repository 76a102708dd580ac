import { useState } from 'react';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';

interface ReasonDialogProps {
  readonly reason: string;
  readonly onType: (reason: string) => void;
  readonly onKeep: () => void;
  readonly onRecount: () => void;
}

/** A difference is never refused: count again, or keep it with its reason. */
export function ReasonDialog({ reason, onType, onKeep, onRecount }: ReasonDialogProps) {
  const { t } = useText();
  const [asked, setAsked] = useState(false);
  return (
    <Overlay title={t('shift.reasonTitle')} onClose={onRecount} testId="difference-reason">
      <p className="lead">{t('shift.reasonLead')}</p>
      <KeyForm
        className="stack"
        label={t('shift.reasonTitle')}
        onEscape={onRecount}
        onEnter={() => {
          setAsked(true);
          onKeep();
        }}
      >
        <TextInput
          label={t('shift.reason')}
          value={reason}
          hand
          maxLength={200}
          testId="reason"
          onChange={onType}
        />
        {asked && reason.trim() === '' ? <Message tone="warn">{t('shift.reasonMissing')}</Message> : null}
        <div className="buttons">
          <ActionButton slim keyName={t('app.escape')} onAct={onRecount}>
            {t('shift.recount')}
          </ActionButton>
          <EnterButton testId="reason-do">{t('shift.reasonDo')}</EnterButton>
        </div>
      </KeyForm>
    </Overlay>
  );
}
