import { useMemo } from 'react';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { A4Of } from '../../electron/contract/a4-schemas.ts';
import { freshness } from '../../counter/consumer/age-of-data.ts';
import type { A4PageProps } from './A4Page.tsx';
import { Both, Stacked } from './Both.tsx';
import { SignLines } from './SignLines.tsx';
import { Sheets } from './Sheets.tsx';
import { Summary } from './Summary.tsx';
import type { Part } from './sheet-parts.ts';
import { statusWords, titleOfPart, words } from './a4-words.ts';

type Paper = A4Of<'do-not-disconnect'>;
type Row = Paper['rows'][number];

const title = { hi: 'बिजली न काटें – सूची', en: 'Do-not-disconnect list' };
const order = {
  hi: 'इन उपभोक्ताओं ने इस काउंटर पर नकद जमा किया है। मुख्य सर्वर ने अभी जमा की पुष्टि नहीं की है। पुष्टि होने तक इनकी बिजली न काटें।',
  en: 'These consumers have paid cash at this counter. The head end has not confirmed the credit yet. Do not disconnect their supply until it has.',
};
const columns = ['c-serial', 'c-who', 'c-where', 'c-meter', 'c-receipts', 'c-when', 'c-balance', 'c-money'];

/** For the linemen: whose supply must stay on, the ones nearest to being cut first. */
export function DoNotDisconnect({ paper, onDrawn }: A4PageProps<Paper>) {
  const parts = useMemo(() => partsOf(paper), [paper]);
  return (
    <Sheets
      paper={paper}
      title={titleOfPart(title, paper.part)}
      orientation="landscape"
      parts={parts}
      onDrawn={onDrawn}
    />
  );
}

function partsOf(paper: Paper): Part[] {
  const { directoryAt } = paper;
  return [
    {
      is: 'block',
      key: 'order',
      content: (
        <div className="order">
          <p lang="hi">{order.hi}</p>
          <p>{order.en}</p>
        </div>
      ),
    },
    {
      is: 'block',
      key: 'summary',
      keep: 'next',
      content: (
        <Summary
          facts={[
            [words.consumers, groupIndian(paper.consumers)],
            [words.receipts, groupIndian(paper.receipts)],
            [words.total, formatRupees(paper.paidPaise)],
            [words.listOf, directoryAt === null ? '–' : paperDateTime(directoryAt).slice(0, 16)],
          ]}
        />
      ),
    },
    paper.rows.length === 0
      ? {
          is: 'block',
          key: 'nobody',
          content: (
            <p className="nobody">
              <Both of={words.nobody} />
            </p>
          ),
        }
      : { is: 'table', key: 'rows', columns, head: <Head />, rows: rowsOf(paper) },
    { is: 'block', key: 'sign', content: <SignLines /> },
  ];
}

function Head() {
  return (
    <>
      <th className="number">
        <Stacked of={words.serial} />
      </th>
      <th>
        <Stacked of={words.consumer} />
      </th>
      <th>
        <Stacked of={words.whereTo} />
      </th>
      <th>
        <Stacked of={words.meter} />
      </th>
      <th>
        <Stacked of={words.receipts} />
      </th>
      <th>
        <Stacked of={words.paidAt} />
      </th>
      <th className="number">
        <Stacked of={words.balance} />
      </th>
      <th className="number">
        <Stacked of={words.paid} />
      </th>
    </>
  );
}

function rowsOf(paper: Paper) {
  return paper.rows.map((row, index) => (
    <tr key={row.consumer}>
      <td className="number">{paper.part.firstRow + index}</td>
      <td>
        <strong>{row.consumer}</strong>
        <span className="below">{row.name ?? <Both of={words.notInList} />}</span>
        {row.status === null || row.status === 'active' ? null : (
          <b className="below mark">
            <Both of={statusWords[row.status]} />
          </b>
        )}
      </td>
      <td>
        {row.address}
        {row.mobile === null ? null : <span className="below">{row.mobile}</span>}
      </td>
      <td>{row.meter}</td>
      <td className="small">
        {row.receipts.map((receipt) => (
          <span key={receipt} className="below">
            {receipt}
          </span>
        ))}
      </td>
      <td className="small">
        <span className="below">{paperDateTime(row.firstPaidAt).slice(0, 16)}</span>
        {row.lastPaidAt === row.firstPaidAt ? null : (
          <span className="below">{paperDateTime(row.lastPaidAt).slice(0, 16)}</span>
        )}
      </td>
      <td className="number">
        <Known amount={row.balance} madeAt={paper.madeAt} />
        {row.arrears === null || row.arrears.amountPaise === 0 ? null : (
          <span className="below">
            <Both of={words.arrears} /> {formatRupees(row.arrears.amountPaise)}
          </span>
        )}
      </td>
      <td className="number money">{formatRupees(row.paidPaise)}</td>
    </tr>
  ));
}

/** Never without its date; after three days struck out and marked in words. */
function Known({ amount, madeAt }: { readonly amount: Row['balance']; readonly madeAt: number }) {
  if (amount === null) return '–';
  const old = freshness(amount.at, madeAt) === 'struck';
  const rupees = formatRupees(amount.amountPaise);
  return (
    <>
      {old ? <s>{rupees}</s> : <strong>{rupees}</strong>}
      <span className="below">
        {paperDateTime(amount.at).slice(0, 16)}{' '}
        {old ? (
          <b className="mark">
            <Both of={words.old} />
          </b>
        ) : null}
      </span>
    </>
  );
}
