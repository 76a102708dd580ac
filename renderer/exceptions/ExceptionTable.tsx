import { useEffect, useRef } from 'react';
import { formatRupees } from '../../counter/money.ts';
import type { ExceptionTab } from '../../counter/exception/desk-list.ts';
import type { ExceptionRowView } from '../../electron/contract/exception-schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { receiptTail } from '../paper/print-words.ts';
import { useText } from '../text/i18n.ts';
import { clockWords, personWords, saidWords, standingMark, standingWords } from './exception-words.ts';

interface ExceptionTableProps {
  readonly state: CounterState;
  readonly tab: ExceptionTab;
  readonly rows: readonly ExceptionRowView[];
  readonly chosen: number;
  readonly onChoose: (receiptNumber: string) => void;
}

/** The rows of one tab. The chosen one is told by its frame; the arrow keys move it. */
export function ExceptionTable({ state, tab, rows, chosen, onChoose }: ExceptionTableProps) {
  const { t } = useText();
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    body.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen, rows]);
  if (rows.length === 0) return <p className="lead">{t('exceptions.none')}</p>;
  const hasClock = tab === 'open' || tab === 'suspense';
  return (
    <div className="table-box">
      <table className="receipts exceptions-table">
        <thead>
          <tr>
            <th>{hasClock ? t('exceptions.clock') : t('exceptions.state')}</th>
            <th>{t('exceptions.receipt')}</th>
            <th>{t('exceptions.consumer')}</th>
            <th className="money">{t('exceptions.amount')}</th>
            <th>{tab === 'suspense' ? t('exceptions.age') : t('exceptions.why')}</th>
            <th>{t('exceptions.owner')}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <Row
              key={row.uid}
              row={row}
              tab={tab}
              chosen={index === chosen}
              state={state}
              onChoose={() => onChoose(row.receiptNumber)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: ExceptionRowView;
  readonly tab: ExceptionTab;
  readonly chosen: boolean;
  readonly state: CounterState;
  readonly onChoose: () => void;
}

const shapes = { good: '●', warn: '▲', stop: '■' } as const;

function Row({ row, tab, chosen, state, onChoose }: RowProps) {
  const { t, language } = useText();
  const mark = standingMark(row);
  const told = row.clock === null ? standingWords(row, t) : clockWords(row, t);
  const owner =
    row.owner === null ? t('exceptions.nobodyYet') : personWords(row.owner, state.people, language);
  return (
    <tr
      className={chosen ? 'chosen' : ''}
      aria-selected={chosen}
      data-testid="exception-row"
      data-receipt={row.receiptNumber}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <td>
        <span className={`mark level-${mark}`}>
          <span className="words">
            <span aria-hidden="true">{shapes[mark]}</span> {told}
          </span>
        </span>
      </td>
      <td className="quiet tail" title={row.receiptNumber}>
        …{receiptTail(row.receiptNumber)}
      </td>
      <td>
        <span className="one-line">{row.name ?? t('exceptions.written', { number: row.consumer })}</span>
      </td>
      <td className="money">{formatRupees(row.amountPaise, 'hide-zero')}</td>
      <td className="quiet">
        <span className="one-line why" title={saidWords(row, language, t)}>
          {tab === 'suspense' ? t('units.days', { count: row.ageDays }) : saidWords(row, language, t)}
        </span>
      </td>
      <td className={row.owner === null ? 'quiet' : ''}>
        <span className="one-line owner">{owner}</span>
      </td>
    </tr>
  );
}
