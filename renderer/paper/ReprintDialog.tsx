import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { Input } from '../../electron/contract/schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { ApprovalDialog } from '../people/ApprovalDialog.tsx';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';
import { receiptTail, wholeReceiptNumber } from './print-words.ts';

type Reason = Input<'print.again'>['reason'];

const reasons = [
  ['paper-damaged', 'reprint.paperDamaged'],
  ['not-printed', 'reprint.notPrinted'],
  ['consumer-asks', 'reprint.consumerAsks'],
  ['confirmed-slip', 'reprint.confirmedSlip'],
] as const satisfies readonly (readonly [Reason, string])[];

interface ReprintDialogProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** A further copy of a receipt, with its reason; the paper says DUPLICATE and its number. */
export function ReprintDialog({ state, onClose }: ReprintDialogProps) {
  const { t } = useText();
  const last = state.lastRecharge?.receiptNumber ?? null;
  const [uid] = useState(() => newUid(counterNow()));
  const [typed, setTyped] = useState(last ?? '');
  const [reason, setReason] = useState<Reason>('paper-damaged');
  const [stage, setStage] = useState<'asking' | 'approving' | 'done'>('asking');
  const [fault, setFault] = useState<CounterError | null>(null);
  const receiptNumber = wholeReceiptNumber(typed, last);

  const print = async (approver: Input<'print.again'>['approver']): Promise<void> => {
    if (receiptNumber === '') return;
    if (stage === 'done') {
      onClose();
      return;
    }
    const reply = await call('print.again', { uid, receiptNumber, reason, approver });
    if (reply.ok) setStage('done');
    else if (reply.error.code === 'APPROVAL_NEEDED') setStage('approving');
    setFault(reply.ok || reply.error.code === 'APPROVAL_NEEDED' ? null : reply.error);
  };

  if (stage === 'approving') {
    return (
      <ApprovalDialog
        why={t('reprint.lead')}
        act={t('approval.duplicate', { receipt: receiptNumber })}
        people={state.people}
        actor={state.session?.person ?? ''}
        fault={fault}
        onApprove={(person, pin) => void print({ person, pin })}
        onClose={() => setStage('asking')}
      />
    );
  }
  return (
    <Overlay title={t('reprint.title')} onClose={onClose} testId="reprint">
      <p className="lead">{t('reprint.lead')}</p>
      <KeyForm
        className="stack"
        label={t('reprint.title')}
        onEscape={onClose}
        onEnter={() => void print(null)}
      >
        <TextInput
          label={t('reprint.number')}
          value={typed}
          hint={t('reprint.numberHint')}
          hand
          wrong={fault !== null}
          maxLength={64}
          testId="reprint-number"
          onChange={setTyped}
        />
        <ReasonChoice reason={reason} onChoose={setReason} />
        <FaultMessage fault={fault} />
        {stage === 'done' ? <Message tone="good">● {t('reprint.done')}</Message> : null}
        <DialogButtons
          backWords={t('app.back')}
          onBack={onClose}
          doWords={stage === 'done' ? t('help.close') : t('reprint.do', { tail: receiptTail(receiptNumber) })}
          disabled={receiptNumber === ''}
          testId="reprint-do"
        />
      </KeyForm>
    </Overlay>
  );
}

interface ReasonChoiceProps {
  readonly reason: Reason;
  readonly onChoose: (reason: Reason) => void;
}

function ReasonChoice({ reason, onChoose }: ReasonChoiceProps) {
  const { t } = useText();
  return (
    <RadioGroup
      className="radios column-wise"
      value={reason}
      onChange={(value) => {
        const chosen = reasons.find(([name]) => name === value);
        if (chosen !== undefined) onChoose(chosen[0]);
      }}
    >
      <Label className="group-label">{t('reprint.why')}</Label>
      {reasons.map(([name, words]) => (
        <Radio key={name} value={name} className="radio" data-testid={`reason-${name}`}>
          {t(words)}
        </Radio>
      ))}
    </RadioGroup>
  );
}
