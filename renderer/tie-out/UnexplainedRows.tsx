import { formatRupees } from '../../counter/money.ts';
import { tieOutText } from '../../counter/text/tie-out-text.ts';
import type { TieOutReportView, UnexplainedRowView } from '../../electron/contract/tie-out-schemas.ts';
import type { Language } from '../../counter/text/amount-in-words.ts';
import { useText } from '../text/i18n.ts';
import { stateWords } from './tie-out-words.ts';

/** Every receipt whose rupees are still on the way, and what to do about it now. */
export function UnexplainedRows({ report: { rows } }: { readonly report: TieOutReportView }) {
  const { t, language } = useText();
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
              <td className="quiet">{nowWords(row, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Of a difference the word of its state says too little to act upon. */
function nowWords({ state, reason }: UnexplainedRowView, language: Language): string {
  const { why, now } = tieOutText[reason];
  return state === 'differs' ? `${why[language]} ${now[language]}` : now[language];
}
