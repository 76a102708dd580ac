import { formatRupees, groupIndian } from '../../counter/money.ts';
import { verdictOf } from '../../counter/tie-out/verdict.ts';
import type { TieOutReportView } from '../../electron/contract/tie-out-schemas.ts';
import { counterNow } from '../app/counter-store.ts';
import { Message } from '../parts/Message.tsx';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { paperDate } from './tie-out-model.ts';

/** The verdict in one sentence, then the three columns by date. */
export function TieOutFigures({ report }: { readonly report: TieOutReportView }) {
  const { t } = useText();
  return (
    <>
      <Verdict report={report} />
      <div className="table-box short">
        <table className="receipts">
          <thead>
            <tr>
              <th>{t('tieOut.date')}</th>
              <th className="money">{t('tieOut.receipts')}</th>
              <th className="money">{t('tieOut.counter')}</th>
              <th className="money">{t('tieOut.headEnd')}</th>
              <th className="money">{t('tieOut.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {report.days.map((day) => (
              <Columns key={day.businessDate} name={paperDate(day.businessDate)} columns={day} />
            ))}
          </tbody>
          <tfoot>
            <Columns name={report.outage ?? t('tieOut.together')} columns={report} />
          </tfoot>
        </table>
      </div>
      <StatementWords report={report} />
    </>
  );
}

function Columns({
  name,
  columns,
}: {
  readonly name: string;
  readonly columns: Pick<TieOutReportView, 'recharges' | 'counterPaise' | 'headEndPaise' | 'differencePaise'>;
}) {
  const { recharges, counterPaise, headEndPaise, differencePaise } = columns;
  return (
    <tr>
      <td>{name}</td>
      <td className="money quiet">{groupIndian(recharges)}</td>
      <td className="money">{formatRupees(counterPaise)}</td>
      <td className="money">{formatRupees(headEndPaise)}</td>
      <td className={differencePaise === 0 ? 'money' : 'money differs'}>
        {differencePaise === 0 ? '✓ ' : '✗ '}
        {formatRupees(differencePaise)}
      </td>
    </tr>
  );
}

function Verdict({ report }: { readonly report: TieOutReportView }) {
  const { t } = useText();
  const verdict = verdictOf(report);
  const parts = [
    report.cancelledPaise > 0 ? t('tieOut.cancelled', { rupees: formatRupees(report.cancelledPaise) }) : '',
    report.refundedPaise > 0 ? t('tieOut.refunded', { rupees: formatRupees(report.refundedPaise) }) : '',
  ].filter((part) => part !== '');
  const aside = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  switch (verdict) {
    case 'ties':
      return (
        <Message tone="good">
          <strong data-testid="tie-out-verdict" data-verdict={verdict}>
            ✓ {t('tieOut.ties')}
          </strong>
          {aside}
        </Message>
      );
    case 'open':
    case 'statement-differs':
      return (
        <Message tone="warn">
          <strong data-testid="tie-out-verdict" data-verdict={verdict}>
            ✗{' '}
            {verdict === 'open'
              ? t('tieOut.open', {
                  rupees: formatRupees(report.unexplainedPaise),
                  amount: groupIndian(report.unexplainedRows),
                })
              : t('tieOut.statementDiffers')}
          </strong>
          {aside}
        </Message>
      );
  }
}

function StatementWords({ report: { statement } }: { readonly report: TieOutReportView }) {
  const { t, language } = useText();
  if (statement === null) return <p className="lead">{t('tieOut.statementNone')}</p>;
  const at = when(statement.at, counterNow(), t, language);
  if (statement.differing.length === 0) {
    const words = statement.is === 'fresh' ? t('tieOut.statementFresh') : t('tieOut.statementKept', { at });
    return <p className="lead">{words}</p>;
  }
  return (
    <Message tone="warn">
      {t('tieOut.statementLead', { at })}
      <ul>
        {statement.differing.map(({ businessDate, counter, headEnd }) => (
          <li key={businessDate}>
            {t('tieOut.statementDay', {
              date: paperDate(businessDate),
              counter: formatRupees(counter.creditedPaise),
              headEnd: formatRupees(headEnd.creditedPaise),
            })}
          </li>
        ))}
      </ul>
    </Message>
  );
}
