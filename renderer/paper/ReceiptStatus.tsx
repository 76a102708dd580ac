import { useState } from 'react';
import { formatRupees } from '../../counter/money.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { CounterState, RechargeView } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { useNow } from '../app/use-now.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { CreditMark } from './CreditMark.tsx';
import { DotsCanvas } from './DotsCanvas.tsx';
import { printWords, wholeReceiptNumber } from './print-words.ts';
import { useJobDots } from './use-dots.ts';

interface ReceiptStatusProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** What is known of one receipt: its credit, its paper, its copies. */
export function ReceiptStatus({ state, onClose }: ReceiptStatusProps) {
  const { t } = useText();
  const last = state.lastRecharge;
  const [typed, setTyped] = useState(last?.receiptNumber ?? '');
  const [looked, setLooked] = useState<RechargeView | null>(last);
  const [fault, setFault] = useState<CounterError | null>(null);
  // The last receipt moves on by itself while the dialog is open.
  const shown = looked !== null && looked.uid === last?.uid ? last : looked;
  const dots = useJobDots(shown);
  const look = async (): Promise<void> => {
    const receiptNumber = wholeReceiptNumber(typed, last?.receiptNumber ?? null);
    if (receiptNumber === '') return;
    const reply = await call('recharge.byReceipt', { receiptNumber });
    setLooked(reply.ok ? reply.value : null);
    setFault(reply.ok ? null : reply.error);
  };
  return (
    <Overlay title={t('lookUp.title')} onClose={onClose} wide testId="receipt-status">
      <div className="look-up">
        <KeyForm className="stack" label={t('lookUp.title')} onEscape={onClose} onEnter={() => void look()}>
          <div className="with-button">
            <TextInput
              label={t('lookUp.number')}
              value={typed}
              hand
              wrong={fault !== null}
              maxLength={64}
              testId="look-up-number"
              onChange={setTyped}
            />
            <EnterButton testId="look-up-do">{t('lookUp.do')}</EnterButton>
          </div>
          <FaultMessage fault={fault} />
          {shown === null ? null : <Known recharge={shown} state={state} />}
          <span className="space" />
          <div className="buttons">
            <ActionButton keyName={t('app.escape')} onAct={onClose}>
              {t('app.back')}
            </ActionButton>
          </div>
        </KeyForm>
        <div className="paper-desk">
          {dots === null ? null : <DotsCanvas dots={dots} label={t('paper.shownTitle')} />}
        </div>
      </div>
    </Overlay>
  );
}

function Known({ recharge, state }: { readonly recharge: RechargeView; readonly state: CounterState }) {
  const { t, language } = useText();
  const now = useNow(1000);
  const cashier =
    state.people.find((one) => one.person === recharge.cashier)?.name[language] ?? recharge.cashier;
  const rows = [
    [t('lookUp.taken'), when(recharge.takenAt, now, t, language)],
    [t('lookUp.consumer'), `${recharge.name ?? ''} ${recharge.consumer}`.trim()],
    [t('lookUp.cashier'), cashier],
    [t('lookUp.print'), printWords(recharge.print, t).words],
    [t('lookUp.copies'), recharge.copies === 'two' ? t('lookUp.copiesTwo') : t('lookUp.copiesSingle')],
    [t('sell.reference'), recharge.reference ?? '–'],
    [t('lookUp.outage'), recharge.outage ?? '–'],
  ];
  return (
    <div className="known" data-testid="known-receipt">
      <div className="known-head">
        <CreditMark credit={recharge.credit} />
        <span className="money">{formatRupees(recharge.amountPaise, 'hide-zero')}</span>
      </div>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {recharge.tokens.map((token) => (
        <p className="token" key={token}>
          {token.match(/\d{4}/gu)?.join(' ')}
        </p>
      ))}
    </div>
  );
}
