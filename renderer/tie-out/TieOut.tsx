import { useCallback, useEffect, useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { TieOutReportView } from '../../electron/contract/tie-out-schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';
import { TieOutFigures } from './TieOutFigures.tsx';
import { firstForm, lastSeqOf, scopeOf } from './tie-out-model.ts';
import { TieOutQuestion } from './TieOutQuestion.tsx';
import { UnexplainedRows } from './UnexplainedRows.tsx';

interface TieOutProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** Counter, head end, difference. It adds up when it opens; Enter adds up again. */
export function TieOut({ state, onClose }: TieOutProps) {
  const { t } = useText();
  const [form, setForm] = useState(() => firstForm(state));
  const [report, setReport] = useState<TieOutReportView | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const [running, setRunning] = useState(false);
  const { outage } = state;
  const scope = scopeOf(form, outage);
  const run = useCallback(
    async (afterSeq: number): Promise<void> => {
      if (scope === null) return;
      setRunning(true);
      const reply = await call('tieOut.run', { scope, afterSeq });
      setRunning(false);
      if (reply.ok) setReport(reply.value);
      setFault(reply.ok ? null : reply.error);
    },
    // oxlint-disable-next-line react/exhaustive-deps -- the scope is made anew at each turn; its parts tell
    [form.by, form.from, form.to, outage?.uid],
  );
  useEffect(() => {
    void run(0);
    // oxlint-disable-next-line react/exhaustive-deps -- typing a date must not add up at every key
  }, [form.by]);
  return (
    <Overlay title={t('tieOut.title')} onClose={onClose} wide testId="tie-out">
      <p className="lead">{t('tieOut.lead')}</p>
      <KeyForm className="stack" label={t('tieOut.title')} onEscape={onClose} onEnter={() => void run(0)}>
        <TieOutQuestion form={form} outage={outage} onChange={setForm} />
        {scope === null ? <Message tone="warn">{t('tieOut.dateWrong')}</Message> : null}
        <FaultMessage fault={fault} />
        {report === null ? null : <TieOutFigures report={report} />}
        {report === null ? null : <UnexplainedRows report={report} />}
        <div className="buttons">
          <ActionButton slim keyName={t('app.escape')} onAct={onClose}>
            {t('app.back')}
          </ActionButton>
          {report?.more === true ? (
            <ActionButton testId="tie-out-more" onAct={() => void run(lastSeqOf(report))}>
              {t('tieOut.more')}
            </ActionButton>
          ) : null}
          <EnterButton hand disabled={scope === null} testId="tie-out-run">
            {running ? t('tieOut.running') : t('tieOut.run')}
          </EnterButton>
        </div>
      </KeyForm>
    </Overlay>
  );
}
