import type { ReactNode } from 'react';
import type { BilingualText } from '../../counter/journal/every-entry.ts';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { tieOutText } from '../../counter/text/tie-out-text.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { A4Of } from '../../electron/contract/a4-schemas.ts';
import { Stacked } from './Both.tsx';
import { words as everyWord } from './a4-words.ts';
import type { Part } from './sheet-parts.ts';
import { words } from './tie-out-paper-words.ts';

type Paper = A4Of<'tie-out'>;
type Columns = Omit<Paper['days'][number], 'businessDate'>;

const dayColumns = ['c-day', 'c-few', 'c-sum', 'c-sum', 'c-sum', 'c-sum', 'c-sum', 'c-sum'];
const dayHeadings = [
  words.receipts,
  words.takings,
  words.cancelled,
  words.refunded,
  words.counter,
  words.headEnd,
  words.difference,
];
const rowColumns = ['c-serial', 'c-receipt', 'c-account', 'c-why', 'c-now', 'c-money'];
const rowHeadings = [everyWord.receipt, everyWord.consumer, words.why, words.now];

/** The three columns by date, and below them together. */
export function daysPart(paper: Paper): Part {
  return {
    is: 'table',
    key: 'days',
    columns: dayColumns,
    head: (
      <>
        <Heading of={words.date} />
        {dayHeadings.map((heading) => (
          <Heading key={heading.en} of={heading} number />
        ))}
      </>
    ),
    rows: [
      ...paper.days.map((day) => (
        <DayRow key={day.businessDate} name={paperDay(day.businessDate)} columns={day} />
      )),
      <DayRow key="total" name={<Stacked of={words.total} />} columns={paper} />,
    ],
  };
}

function DayRow({ name, columns }: { readonly name: ReactNode; readonly columns: Columns }) {
  const { takingsPaise, cancelledPaise, refundedPaise, counterPaise, headEndPaise } = columns;
  const { differencePaise } = columns;
  return (
    <tr>
      <td>
        <strong>{name}</strong>
      </td>
      <td className="number">{groupIndian(columns.recharges)}</td>
      <td className="number">{formatRupees(takingsPaise)}</td>
      <td className="number">{spared(cancelledPaise)}</td>
      <td className="number">{spared(refundedPaise)}</td>
      <td className="number">
        <strong>{formatRupees(counterPaise)}</strong>
      </td>
      <td className="number">
        <strong>{formatRupees(headEndPaise)}</strong>
      </td>
      <td className="number">
        {differencePaise === 0 ? '✓ 0' : <strong>✗ {formatRupees(differencePaise)}</strong>}
      </td>
    </tr>
  );
}

/** Every receipt whose rupees are still on the way, why, and what to do about it. */
export function openRowsPart(paper: Paper): Part {
  return {
    is: 'table',
    key: 'rows',
    columns: rowColumns,
    head: (
      <>
        <Heading of={everyWord.serial} number />
        {rowHeadings.map((heading) => (
          <Heading key={heading.en} of={heading} />
        ))}
        <Heading of={words.amount} number />
      </>
    ),
    rows: paper.rows.map((row, index) => <OpenRow key={row.seq} row={row} serial={index + 1} />),
  };
}

function OpenRow({ row, serial }: { readonly row: Paper['rows'][number]; readonly serial: number }) {
  const { why, now } = tieOutText[row.reason];
  return (
    <tr>
      <td className="number">{serial}</td>
      <td className="small">
        <strong>{row.receiptNumber ?? `${words.entry.hi} · ${words.entry.en} ${row.seq}`}</strong>
        {row.takenAt === null ? null : (
          <span className="below">{paperDateTime(row.takenAt).slice(0, 16)}</span>
        )}
      </td>
      <td>{row.consumer ?? '–'}</td>
      <td className="small">
        <Stacked of={why} />
        {row.code === null ? null : <span className="below code">{row.code}</span>}
      </td>
      <td className="small">
        <Stacked of={now} />
      </td>
      <td className="number money">{formatRupees(row.amountPaise)}</td>
    </tr>
  );
}

function Heading({ of, number = false }: { readonly of: BilingualText; readonly number?: boolean }) {
  return (
    <th className={number ? 'number' : undefined}>
      <Stacked of={of} />
    </th>
  );
}

/** Nothing is a dash, so that the eye finds the others. */
function spared(paise: number): string {
  return paise === 0 ? '–' : formatRupees(paise);
}

/** `01-11-2026`. */
export function paperDay(date: string): string {
  return date.split('-').toReversed().join('-');
}
