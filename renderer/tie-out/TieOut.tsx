import { useCallback, useEffect, useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { MadeList } from '../../electron/contract/list-schemas.ts';
import type { TieOutReportView } from '../../electron/contract/tie-out-schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { useKeys } from '../app/use-keys.ts';
import { KeyForm } from '../parts/KeyForm.tsx';
import { MadeFiles } from '../parts/MadeFiles.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';
import { TieOutButtons, type TieOutWork } from './TieOutButtons.tsx';
import { TieOutFigures } from './TieOutFigures.tsx';
import { firstForm, lastSeqOf, scopeOf } from './tie-out-model.ts';
import { TieOutQuestion } from './TieOutQuestion.tsx';
import { UnexplainedRows } from './UnexplainedRows.tsx';

interface TieOutProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** Counter, head end, difference. It adds up when it opens; Enter adds up again, F7 leaves file and paper. */
export function TieOut({ state, onClose }: TieOutProps) {
  const { t } = useText();
  const [form, setForm] = useState(() => firstForm(state));
  const [report, setReport] = useState<TieOutReportView | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const [made, setMade] = useState<MadeList | null>(null);
  const [work, setWork] = useState<TieOutWork>('none');
  const { outage } = state;
  const scope = scopeOf(form, outage);
  const run = useCallback(
    async (afterSeq: number): Promise<void> => {
      if (scope === null) return;
      setWork('running');
      setMade(null);
      const reply = await call('tieOut.run', { scope, afterSeq });
      setWork('none');
      if (reply.ok) setReport(reply.value);
      setFault(reply.ok ? null : reply.error);
    },
    // oxlint-disable-next-line react/exhaustive-deps -- the scope is made anew at each turn; its parts tell
    [form.by, form.from, form.to, outage?.uid],
  );
  const save = async (): Promise<void> => {
    if (scope === null || work !== 'none') return;
    setWork('saving');
    const reply = await call('tieOut.save', { scope });
    setWork('none');
    setMade(reply.ok ? reply.value : null);
    setFault(reply.ok ? null : reply.error);
  };
  useKeys({ F7: () => void save() }, true);
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
        {made === null ? null : <MadeFiles made={made} testId="tie-out-made" />}
        <TieOutButtons
          work={work}
          canAsk={scope !== null}
          onBack={onClose}
          onMore={report?.more === true ? () => void run(lastSeqOf(report)) : null}
          onSave={() => void save()}
        />
      </KeyForm>
    </Overlay>
  );
}
