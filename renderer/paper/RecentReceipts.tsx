import { useEffect, useState } from 'react';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { CounterState, RechargeView } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { useNow } from '../app/use-now.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { CreditMark } from './CreditMark.tsx';
import { printWords } from './print-words.ts';

const shownReceipts = 200;

interface RecentReceiptsProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** The last receipts with their state, and "send now". Asked anew whenever the counts move. */
export function RecentReceipts({ state, onClose }: RecentReceiptsProps) {
  const { t } = useText();
  const [recharges, setRecharges] = useState<readonly RechargeView[] | null>(null);
  const [sent, setSent] = useState(false);
  const [fault, setFault] = useState<CounterError | null>(null);
  const unsentCount = state.unsent.count;
  useEffect(() => {
    void call('recharge.recent', { limit: shownReceipts }).then((reply) => {
      if (reply.ok) setRecharges(reply.value.recharges);
      setFault(reply.ok ? null : reply.error);
    });
  }, [unsentCount]);
  const send = async (): Promise<void> => {
    const reply = await call('headEnd.sendNow', {});
    setSent(reply.ok);
    setFault(reply.ok ? null : reply.error);
  };
  return (
    <Overlay title={t('unsent.title')} onClose={onClose} wide testId="unsent">
      <p className="lead">{t('unsent.lead')}</p>
      <KeyForm className="stack" label={t('unsent.title')} onEscape={onClose} onEnter={() => void send()}>
        {recharges === null ? (
          <p className="lead working">{t('app.loading')}</p>
        ) : (
          <Table recharges={recharges} />
        )}
        {sent ? <Message tone="good">● {t('unsent.sent')}</Message> : null}
        <FaultMessage fault={fault} />
        <div className="buttons">
          <ActionButton keyName={t('app.escape')} onAct={onClose}>
            {t('app.back')}
          </ActionButton>
          <span className="unsent-sum" data-testid="unsent-sum">
            {t('unsent.summary', {
              count: unsentCount,
              amount: groupIndian(unsentCount),
              rupees: formatRupees(state.unsent.sumPaise, 'hide-zero'),
            })}
          </span>
          <EnterButton hand testId="send-now">
            {t('unsent.sendNow')}
          </EnterButton>
        </div>
      </KeyForm>
    </Overlay>
  );
}

function Table({ recharges }: { readonly recharges: readonly RechargeView[] }) {
  const { t, language } = useText();
  const now = useNow(10_000);
  if (recharges.length === 0) return <p className="lead">{t('unsent.none')}</p>;
  return (
    <div className="table-box">
      <table className="receipts">
        <thead>
          <tr>
            <th>{t('unsent.time')}</th>
            <th>{t('unsent.receipt')}</th>
            <th>{t('unsent.consumer')}</th>
            <th className="money">{t('unsent.amount')}</th>
            <th>{t('unsent.credit')}</th>
            <th>{t('unsent.paper')}</th>
          </tr>
        </thead>
        <tbody>
          {recharges.map((recharge) => (
            <tr key={recharge.uid}>
              <td className="quiet">{when(recharge.takenAt, now, t, language)}</td>
              <td className="quiet">{recharge.receiptNumber}</td>
              <td>{recharge.name ?? recharge.consumer}</td>
              <td className="money">{formatRupees(recharge.amountPaise, 'hide-zero')}</td>
              <td>
                <CreditMark credit={recharge.credit} />
                {recharge.outage === null ? null : <span className="quiet"> {recharge.outage}</span>}
              </td>
              <td className="quiet">{printWords(recharge.print, t).words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
