import { formatRupees } from '../../counter/money.ts';
import type { TieOutReportView } from '../../electron/contract/tie-out-schemas.ts';
import { useText } from '../text/i18n.ts';
import { nowWords, stateWords } from './tie-out-words.ts';

/** Every receipt whose rupees are still on the way, and what to do about it now. */
export function UnexplainedRows({ report: { rows } }: { readonly report: TieOutReportView }) {
  const { t } = useText();
  if (rows.length === 0) return null;
  return (
    <div className="table-box short" data-testid="tie-out-rows">
      <table className="receipts">
        <thead>
          <tr>
            <th>{t('tieOut.receipt')}</th>
            <th>{t('tieOut.consumer')}</th>
            <th className="money">{t('tieOut.amount')}</th>
            <th>{t('tieOut.state')}</th>
            <th>{t('tieOut.now')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.seq} data-state={row.state}>
              <td className="quiet">{row.receiptNumber ?? t('tieOut.entry', { seq: row.seq })}</td>
              <td>{row.consumer ?? '–'}</td>
              <td className="money">{formatRupees(row.amountPaise, 'hide-zero')}</td>
              <td>{t(stateWords[row.state])}</td>
              <td className="quiet">{t(nowWords[row.reason])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
