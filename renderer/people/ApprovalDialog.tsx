import { useState } from 'react';
import type { PersonView } from '../../electron/contract/view-schemas.ts';
import type { Fault } from '../sell/sell-form.ts';
import { isSupervisor } from '../app/app-model.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { PersonList } from '../parts/PersonList.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';

interface ApprovalDialogProps {
  /** Why a second person is needed. */
  readonly why: string;
  /** The one act that the approval is for, in words. */
  readonly act: string;
  readonly people: readonly PersonView[];
  /** Nobody approves their own act. */
  readonly actor: string;
  readonly fault: Omit<Fault, 'field'> | null;
  readonly onApprove: (approver: string, pin: string) => void;
  readonly onClose: () => void;
}

/** A second person's yes to one act, by PIN. It is good for nothing else. */
export function ApprovalDialog(props: ApprovalDialogProps) {
  const { why, act, people, actor, fault, onApprove, onClose } = props;
  const { t } = useText();
  const approvers = people.filter((person) => isSupervisor(person.role) && person.person !== actor);
  const [chosen, setChosen] = useState<string | null>(approvers[0]?.person ?? null);
  const [pin, setPin] = useState('');
  return (
    <Overlay title={t('approval.title')} onClose={onClose} testId="approval">
      <p className="lead">{why}</p>
      <p className="bound-act">{t('approval.act', { act })}</p>
      {approvers.length === 0 ? <Message tone="bad">{t('approval.nobody')}</Message> : null}
      <KeyForm
        className="stack"
        label={t('approval.title')}
        onEscape={onClose}
        onEnter={() => {
          if (chosen !== null && pin !== '') onApprove(chosen, pin);
        }}
      >
        <span className="group-label">{t('approval.who')}</span>
        <PersonList people={approvers} selected={chosen} label={t('approval.who')} onSelect={setChosen} />
        <TextInput
          kind="pin"
          label={t('approval.pin')}
          value={pin}
          hand
          wrong={fault !== null}
          maxLength={8}
          testId="approval-pin"
          onChange={setPin}
        />
        <FaultMessage fault={fault} />
        <DialogButtons
          backWords={t('app.cancel')}
          onBack={onClose}
          doWords={t('approval.do')}
          disabled={chosen === null || pin === ''}
          testId="approve"
        />
      </KeyForm>
    </Overlay>
  );
}
