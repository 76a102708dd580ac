import { useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { MadeList } from '../../electron/contract/list-schemas.ts';
import type { OutageReportView } from '../../electron/contract/outage-schemas.ts';
import { call } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { MadeFiles } from '../parts/MadeFiles.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { duration, when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { factsOf, reportLinesOf } from './report-model.ts';

interface ReportSheetProps {
  readonly uid: string;
  readonly report: OutageReportView;
  readonly onBack: () => void;
}

/** One outage: what it was, every day of it, and Enter for its file and paper. */
export function ReportSheet({ uid, report, onBack }: ReportSheetProps) {
  const { t, language } = useText();
  const [made, setMade] = useState<MadeList | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const save = async (): Promise<void> => {
    const reply = await call('outage.saveReport', { outage: uid });
    setMade(reply.ok ? reply.value : null);
    setFault(reply.ok ? null : reply.error);
  };
  const facts = factsOf(report, {
    t,
    language,
    when: (at) => when(at, counterNow(), t, language),
    long: (ms) => duration(ms, t),
  });
  return (
    <Overlay title={t('outageReport.of', { name: report.name })} onClose={onBack} wide testId="outage-report">
      <dl className="report-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <KeyForm className="stack" label={t('outageReport.save')} onEscape={onBack} onEnter={() => void save()}>
        <Days report={report} />
        <FaultMessage fault={fault} />
        {made === null ? null : <MadeFiles made={made} testId="report-made" />}
        <DialogButtons
          backWords={t('app.back')}
          onBack={onBack}
          doWords={t('outageReport.save')}
          hand
          testId="report-save"
        />
      </KeyForm>
    </Overlay>
  );
}

function Days({ report }: { readonly report: OutageReportView }) {
  const { t, language } = useText();
  const { headings, lines } = reportLinesOf(report, t, language);
  return (
    <div className="table-box">
      <table className="receipts report-days">
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading}>{heading}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map(({ words, below }, index) => (
                <td key={headings[index]}>
                  {words}
                  {below === '' ? null : <span className="quiet">{below}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
