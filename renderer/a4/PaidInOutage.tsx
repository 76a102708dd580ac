import { useMemo } from 'react';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { paperDateTime, type IsoDate } from '../../counter/time.ts';
import type { A4Of } from '../../electron/contract/a4-schemas.ts';
import type { A4PageProps } from './A4Page.tsx';
import { Both, Stacked } from './Both.tsx';
import { SignLines } from './SignLines.tsx';
import { Sheets } from './Sheets.tsx';
import { Summary } from './Summary.tsx';
import type { Part } from './sheet-parts.ts';
import { stateWords, titleOfPart, words } from './a4-words.ts';

type Paper = A4Of<'paid-in-outage'>;

const titles = {
  outage: { hi: 'सर्वर बंदी में जमा – सूची', en: 'Paid-in-outage list' },
  day: { hi: 'दिन में जमा – सूची', en: 'Paid-in-day list' },
};
const columns = ['c-serial', 'c-receipt', 'c-who', 'c-meter', 'c-cashier', 'c-state', 'c-money'];

/** Every receipt of an outage or of a day, in the order of taking, and what has become of each. */
export function PaidInOutage({ paper, onDrawn }: A4PageProps<Paper>) {
  const parts = useMemo(() => partsOf(paper), [paper]);
  const title = paper.outage === null ? titles.day : titles.outage;
  return (
    <Sheets
      paper={paper}
      title={titleOfPart(title, paper.part)}
      orientation="portrait"
      parts={parts}
      onDrawn={onDrawn}
    />
  );
}

function partsOf(paper: Paper): Part[] {
  return [
    {
      is: 'block',
      key: 'summary',
      content: (
        <Summary
          facts={[
            [words.dates, span(paper.from, paper.to)],
            [words.receipts, groupIndian(paper.receipts)],
            [words.total, formatRupees(paper.paidPaise)],
          ]}
        />
      ),
    },
    { is: 'block', key: 'states', keep: 'next', content: <States paper={paper} /> },
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

function span(from: IsoDate | null, to: IsoDate | null): string {
  if (from === null || to === null) return '–';
  const day = (date: IsoDate): string => date.split('-').toReversed().join('-');
  return from === to ? day(from) : `${day(from)} – ${day(to)}`;
}

function States({ paper }: { readonly paper: Paper }) {
  return (
    <ul className="states">
      {paper.states.map(({ state, receipts, amountPaise }) => (
        <li key={state}>
          <Both of={stateWords[state]} />: <strong>{groupIndian(receipts)}</strong> ·{' '}
          <strong>{formatRupees(amountPaise)}</strong>
        </li>
      ))}
    </ul>
  );
}

function Head() {
  return (
    <>
      <th className="number">
        <Stacked of={words.serial} />
      </th>
      <th>
        <Stacked of={words.receipt} />
      </th>
      <th>
        <Stacked of={words.consumer} />
      </th>
      <th>
        <Stacked of={words.meter} />
      </th>
      <th>
        <Stacked of={words.cashier} />
      </th>
      <th>
        <Stacked of={words.state} />
      </th>
      <th className="number">
        <Stacked of={words.paid} />
      </th>
    </>
  );
}

function rowsOf({ rows, part }: Paper) {
  return rows.map((row, index) => (
    <tr key={row.receiptNumber}>
      <td className="number">{part.firstRow + index}</td>
      <td className="small">
        <strong>{row.receiptNumber}</strong>
        <span className="below">{paperDateTime(row.takenAt).slice(0, 16)}</span>
      </td>
      <td>
        <strong>{row.consumer}</strong>
        <span className="below">{row.name ?? <Both of={words.notInList} />}</span>
      </td>
      <td className="small">{row.meter}</td>
      <td className="small">{row.cashier}</td>
      <td className="small">
        <b>
          <Both of={stateWords[row.state]} />
        </b>
        {row.reference === null ? null : <span className="below code">{row.reference}</span>}
      </td>
      <td className="number money">{formatRupees(row.amountPaise)}</td>
    </tr>
  ));
}
