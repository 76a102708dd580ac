import type { ReactNode, RefObject } from 'react';
import { freshness } from '../../counter/consumer/age-of-data.ts';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import type { ListPreview } from '../../electron/contract/list-schemas.ts';
import { stateWords } from '../a4/a4-words.ts';
import { longDate, when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';

type ConnectionPreview = Extract<ListPreview, { readonly list: 'do-not-disconnect' }>;
type PaidPreview = Extract<ListPreview, { readonly list: 'paid' }>;

interface ListViewProps<Preview extends ListPreview = ListPreview> {
  readonly preview: Preview;
  /** What scrolls. */
  readonly box: RefObject<HTMLDivElement | null>;
}

/** A list before it is made: its sums, large, and its first rows. */
export function ListView({ preview, box }: ListViewProps) {
  return preview.list === 'do-not-disconnect' ? (
    <Connections preview={preview} box={box} />
  ) : (
    <Paid preview={preview} box={box} />
  );
}

function Connections({ preview, box }: ListViewProps<ConnectionPreview>) {
  const { t, language } = useText();
  const { rows, at } = preview;
  return (
    <>
      <p className="lead">{t('lists.doNotDisconnectLead')}</p>
      <Sums preview={preview} consumers={preview.consumers} />
      {rows.length === 0 ? (
        <p className="lead" data-testid="lists-nobody">
          {t('lists.nobody')}
        </p>
      ) : (
        <Table box={box} shown={rows.length} all={preview.consumers} label={t('lists.doNotDisconnect')}>
          <thead>
            <tr>
              <th>{t('lists.consumer')}</th>
              <th>{t('lists.address')}</th>
              <th>{t('lists.receipts')}</th>
              <th className="money">{t('lists.balance')}</th>
              <th className="money">{t('lists.paid')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.consumer} data-testid="lists-row">
                <td>
                  {row.name ?? t('lists.unknown')}
                  <span className="under">{row.consumer}</span>
                </td>
                <td className="quiet">
                  {row.address}
                  <span className="under">{row.mobile}</span>
                </td>
                <td className="quiet whole">
                  {row.receipts[0]}
                  {row.receipts.length > 1 ? ` +${row.receipts.length - 1}` : ''}
                  <span className="under">{when(row.firstPaidAt, at, t, language)}</span>
                </td>
                <td className="money">
                  <Balance balance={row.balance} at={at} />
                </td>
                <td className="money">
                  <strong>{formatRupees(row.paidPaise, 'hide-zero')}</strong>
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}

function Balance({
  balance,
  at,
}: {
  readonly balance: ConnectionPreview['rows'][number]['balance'];
  readonly at: number;
}) {
  const { t, language } = useText();
  if (balance === null) return '–';
  const age = freshness(balance.at, at);
  const rupees = formatRupees(balance.amountPaise);
  return (
    <>
      {age === 'struck' ? <s>{rupees}</s> : rupees}
      <span className="under">
        {t('lists.asOf', { when: when(balance.at, at, t, language) })}
        {age === 'struck' ? ` · ${t('lists.old')}` : ''}
      </span>
    </>
  );
}

function Paid({ preview, box }: ListViewProps<PaidPreview>) {
  const { t, language } = useText();
  const { rows, at, businessDate, outage } = preview;
  return (
    <>
      <p className="lead">
        {businessDate === null
          ? t('lists.paidInOutageLead', { outage: outage ?? '–' })
          : t('lists.paidInDayLead', { date: longDate(businessDate, language) })}
      </p>
      <Sums preview={preview} consumers={null} />
      <ul className="list-states">
        {preview.states.map(({ state, receipts, amountPaise }) => (
          <li key={state} data-testid={`lists-state-${state}`}>
            {stateWords[state][language]} <strong>{groupIndian(receipts)}</strong> ·{' '}
            {formatRupees(amountPaise, 'hide-zero')}
          </li>
        ))}
      </ul>
      {rows.length === 0 ? (
        <p className="lead" data-testid="lists-nobody">
          {t('lists.noReceipt')}
        </p>
      ) : (
        <Table box={box} shown={rows.length} all={preview.receipts} label={t('lists.receipts')}>
          <thead>
            <tr>
              <th>{t('lists.time')}</th>
              <th>{t('lists.receipt')}</th>
              <th>{t('lists.consumer')}</th>
              <th>{t('lists.state')}</th>
              <th className="money">{t('lists.paid')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.receiptNumber} data-testid="lists-row">
                <td className="quiet whole">{when(row.takenAt, at, t, language)}</td>
                <td className="quiet whole">{row.receiptNumber}</td>
                <td>{row.name ?? row.consumer}</td>
                <td className="whole">{stateWords[row.state][language]}</td>
                <td className="money">{formatRupees(row.amountPaise, 'hide-zero')}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}

function Sums({ preview, consumers }: { readonly preview: ListPreview; readonly consumers: number | null }) {
  const { t } = useText();
  return (
    <dl className="list-sums">
      {consumers === null ? null : (
        <div>
          <dt>{t('lists.consumers')}</dt>
          <dd>{groupIndian(consumers)}</dd>
        </div>
      )}
      <div>
        <dt>{t('lists.receipts')}</dt>
        <dd>{groupIndian(preview.receipts)}</dd>
      </div>
      <div>
        <dt>{t('lists.paid')}</dt>
        <dd data-testid="lists-sum">{formatRupees(preview.paidPaise, 'hide-zero')}</dd>
      </div>
    </dl>
  );
}

interface TableProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly shown: number;
  readonly all: number;
  readonly label: string;
  readonly children: ReactNode;
}

/** Page up and page down scroll it wherever the hand is; Tab reaches it for the arrows. */
function Table({ box, shown, all, label, children }: TableProps) {
  const { t } = useText();
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <div className="table-box list-box" ref={box} tabIndex={0} role="region" aria-label={label}>
        <table className="receipts">{children}</table>
      </div>
      {shown === all ? null : (
        <p className="list-more">{t('lists.more', { shown: groupIndian(shown), all: groupIndian(all) })}</p>
      )}
    </>
  );
}
