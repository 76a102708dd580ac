import { useState } from 'react';
import { formatRupees } from '../../counter/money.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { useText } from '../text/i18n.ts';
import { CountGrid, CountTotal } from './CountGrid.tsx';
import { countedOf, emptyCount, totalOf } from './count-model.ts';

interface OpenShiftProps {
  readonly backWords: string;
  readonly onBack: () => void;
}

/** The float, by note and coin. An empty drawer is a float of nothing, and is allowed. */
export function OpenShift({ backWords, onBack }: OpenShiftProps) {
  const { t } = useText();
  const [uid] = useState(() => newUid(counterNow()));
  const [count, setCount] = useState(emptyCount);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<CounterError | null>(null);
  const total = totalOf(count);
  const open = async (): Promise<void> => {
    const float = countedOf(count);
    if (float === null || busy) return;
    setBusy(true);
    const reply = await call('shift.open', { uid, float });
    setBusy(false);
    setFault(reply.ok ? null : reply.error);
  };
  return (
    <section className="stage" data-testid="open-shift">
      <KeyForm
        className="card sheet two"
        label={t('shift.openTitle')}
        onEnter={() => void open()}
        onEscape={onBack}
      >
        <div className="sheet-side">
          <CountGrid count={count} label={t('shift.float')} disabled={busy} onChange={setCount} />
        </div>
        <div className="sheet-side well">
          <h1>{t('shift.openTitle')}</h1>
          <p className="lead">{t('shift.openLead')}</p>
          <CountTotal count={count} />
          <FaultMessage fault={fault} />
          <span className="space" />
          <EnterButton disabled={total === null || busy} testId="open-shift-do">
            {t('shift.openDo', { rupees: total === null ? '…' : formatRupees(total, 'hide-zero') })}
          </EnterButton>
          <ActionButton keyName={t('app.escape')} onAct={onBack}>
            {backWords}
          </ActionButton>
        </div>
      </KeyForm>
    </section>
  );
}
