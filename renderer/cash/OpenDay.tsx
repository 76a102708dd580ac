import { useState } from 'react';
import { kolkataDate } from '../../counter/time.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { useNow } from '../app/use-now.ts';
import { longDate, shortDate, weekdayName } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';

/** The date is shown large and confirmed: everything until the close carries it. */
export function OpenDay({ onSignOut }: { readonly onSignOut: () => void }) {
  const { t, language } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [fault, setFault] = useState<CounterError | null>(null);
  const date = kolkataDate(useNow(1000));
  const open = async (): Promise<void> => {
    const reply = await call('day.open', { uid, businessDate: date });
    setFault(reply.ok ? null : reply.error);
  };
  return (
    <section className="stage" data-testid="open-day">
      <KeyForm
        className="card sheet narrow"
        label={t('day.openTitle')}
        onEnter={() => void open()}
        onEscape={onSignOut}
      >
        <h1>{t('day.openTitle')}</h1>
        <div className="big-date">
          <span className="weekday">{weekdayName(date, language)}</span>
          <span className="date">{longDate(date, language)}</span>
        </div>
        <p className="lead">{t('day.openLead')}</p>
        <p className="small">{t('day.openWrong')}</p>
        <FaultMessage fault={fault} />
        <DialogButtons
          backWords={t('keys.lock')}
          onBack={onSignOut}
          doWords={t('day.openDo', { date: shortDate(date, language) })}
          hand
          testId="open-day-do"
        />
      </KeyForm>
    </section>
  );
}

export function WaitForDay({ onSignOut }: { readonly onSignOut: () => void }) {
  const { t } = useText();
  return (
    <section className="stage" data-testid="wait-for-day">
      <KeyForm
        className="card sheet narrow"
        label={t('day.waitTitle')}
        onEnter={onSignOut}
        onEscape={onSignOut}
      >
        <span className="big-shape warn" aria-hidden="true">
          ▲
        </span>
        <h1>{t('day.waitTitle')}</h1>
        <p className="lead">{t('day.waitLead')}</p>
        <ActionButton keyName={t('app.escape')} submit hand onAct={() => undefined}>
          {t('keys.lock')}
        </ActionButton>
      </KeyForm>
    </section>
  );
}
