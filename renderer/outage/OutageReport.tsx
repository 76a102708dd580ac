import { useEffect, useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { ListedOutage, OutageReportView } from '../../electron/contract/outage-schemas.ts';
import { call } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { ChoiceList } from '../parts/ChoiceList.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { ReportSheet } from './ReportSheet.tsx';

/** First which outage, newest first; then its report. Escape goes back one place. */
export function OutageReport({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const [outages, setOutages] = useState<readonly ListedOutage[] | null>(null);
  const [shown, setShown] = useState<{ readonly uid: string; readonly report: OutageReportView } | null>(
    null,
  );
  const [fault, setFault] = useState<CounterError | null>(null);
  useEffect(() => {
    void call('outage.list', {}).then((reply) => {
      if (reply.ok) setOutages(reply.value.outages);
      else setFault(reply.error);
    });
  }, []);
  const choose = async (uid: string): Promise<void> => {
    const reply = await call('outage.report', { outage: uid });
    if (reply.ok) setShown({ uid, report: reply.value });
    else setFault(reply.error);
  };
  if (shown !== null) return <ReportSheet {...shown} onBack={() => setShown(null)} />;
  return (
    <Overlay title={t('outageReport.title')} onClose={onClose} wide testId="outage-reports">
      <FaultMessage fault={fault} />
      {outages === null ? (
        <p className="lead working">{t('app.loading')}</p>
      ) : (
        <Choices outages={outages} onChoose={(uid) => void choose(uid)} />
      )}
      <div className="buttons">
        <ActionButton keyName={t('app.escape')} hand={outages?.length === 0} onAct={onClose}>
          {t('app.back')}
        </ActionButton>
      </div>
    </Overlay>
  );
}

interface ChoicesProps {
  readonly outages: readonly ListedOutage[];
  readonly onChoose: (uid: string) => void;
}

function Choices({ outages, onChoose }: ChoicesProps) {
  const { t, language } = useText();
  if (outages.length === 0) return <p className="lead">{t('outageReport.none')}</p>;
  const now = counterNow();
  const rows = outages.map(({ uid, name, since, closedAt }) => ({
    choice: uid,
    words: name,
    note:
      closedAt === null
        ? t('outageReport.openSince', { since: when(since, now, t, language) })
        : t('outageReport.fromTo', {
            since: when(since, now, t, language),
            until: when(closedAt, now, t, language),
          }),
  }));
  return <ChoiceList rows={rows} testPrefix="outage" onChoose={onChoose} />;
}
