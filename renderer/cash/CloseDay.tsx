import { useState } from 'react';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { Output } from '../../electron/contract/schemas.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { longDate } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';

interface CloseDayProps {
  readonly businessDate: string;
  readonly onBack: () => void;
  readonly onSignOut: () => void;
}

/** Closing never waits for the head end; a closed day is never opened again. */
export function CloseDay({ businessDate, onBack, onSignOut }: CloseDayProps) {
  const { t, language } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [date] = useState(businessDate);
  const [result, setResult] = useState<Output<'day.close'> | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const title = result === null ? 'day.closeTitle' : 'day.closedTitle';
  const close = async (): Promise<void> => {
    if (result !== null) {
      onSignOut();
      return;
    }
    const reply = await call('day.close', { uid });
    if (reply.ok) setResult(reply.value);
    setFault(reply.ok ? null : reply.error);
  };
  return (
    <section className="stage" data-testid={result === null ? 'close-day' : 'day-closed'}>
      <KeyForm
        className="card sheet narrow"
        label={t(title, { date: longDate(date, language) })}
        onEnter={() => void close()}
        onEscape={result === null ? onBack : onSignOut}
      >
        <h1>{t(title, { date: longDate(date, language) })}</h1>
        {result === null ? <p className="lead">{t('day.closeLead')}</p> : <DaySums result={result} />}
        <FaultMessage fault={fault} />
        <div className="buttons">
          {result === null ? (
            <ActionButton slim keyName={t('app.escape')} onAct={onBack}>
              {t('app.back')}
            </ActionButton>
          ) : null}
          <EnterButton hand testId="close-day-do">
            {result === null ? t('day.closeDo') : t('day.closedDo')}
          </EnterButton>
        </div>
      </KeyForm>
    </section>
  );
}

function DaySums({ result }: { readonly result: Output<'day.close'> }) {
  const { t } = useText();
  return (
    <>
      <dl className="sums">
        <div>
          <dt>{t('day.closedReceipts')}</dt>
          <dd className="money">{groupIndian(result.recharges)}</dd>
        </div>
        <div className="rule">
          <dt>{t('day.closedTakings')}</dt>
          <dd className="money">{formatRupees(result.takingsPaise)}</dd>
        </div>
        <div>
          <dt>{t('day.closedUnsent')}</dt>
          <dd className="money">{groupIndian(result.unsent)}</dd>
        </div>
      </dl>
      {result.unsent > 0 ? <Message tone="warn">▲ {t('day.closedUnsentNote')}</Message> : null}
    </>
  );
}
