import { useEffect, useRef, type Dispatch, type RefObject } from 'react';
import { formatRupees } from '../../counter/money.ts';
import type { SentRowView } from '../../electron/contract/upload-schemas.ts';
import { useNow } from '../app/use-now.ts';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import type { RowsAction, RowsModel } from './rows-model.ts';
import { StateMark } from './StateMark.tsx';

interface RowsTableProps {
  readonly model: RowsModel;
  readonly dispatch: Dispatch<RowsAction>;
  readonly table: RefObject<HTMLTableElement | null>;
}

/** The page of rows; the hand is on one of them, and Enter opens it. */
export function RowsTable({ model, dispatch, table }: RowsTableProps) {
  const { t } = useText();
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = model.rows ?? [];
  const chosen = rows[model.selected]?.uid;
  useEffect(() => {
    body.current?.children[model.selected]?.scrollIntoView({ block: 'nearest' });
  }, [model.selected, chosen]);
  return (
    <div className="table-box sent-rows">
      <table
        ref={table}
        className="receipts"
        role="grid"
        aria-label={t('sent.title')}
        aria-activedescendant={chosen === undefined ? undefined : `row-${chosen}`}
        tabIndex={0}
        data-testid="rows"
        data-stage={model.stage}
      >
        <thead>
          <tr>
            <th>{t('sent.time')}</th>
            <th>{t('sent.receipt')}</th>
            <th>{t('sent.consumer')}</th>
            <th className="money">{t('sent.amount')}</th>
            <th>{t('sent.state')}</th>
            <th>{t('sent.tried')}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <Row
              key={row.uid}
              row={row}
              selected={index === model.selected}
              onChoose={() => {
                dispatch({ type: 'chosen', index });
                dispatch({ type: 'opened' });
              }}
            />
          ))}
        </tbody>
      </table>
      <Foot model={model} />
    </div>
  );
}

const kindKeys = { refund: 'sent.refund', settlement: 'sent.settlement' } as const;

interface RowProps {
  readonly row: SentRowView;
  readonly selected: boolean;
  readonly onChoose: () => void;
}

function Row({ row, selected, onChoose }: RowProps) {
  const { t, language } = useText();
  const now = useNow(30_000);
  return (
    <tr
      id={`row-${row.uid}`}
      aria-selected={selected}
      className={selected ? 'selected' : ''}
      data-testid="row"
      onClick={onChoose}
    >
      <td className="quiet">{when(row.at, now, t, language)}</td>
      <td className="quiet">
        {row.kind === 'recharge' ? row.receiptNumber : `${t(kindKeys[row.kind])} ${row.receiptNumber}`}
      </td>
      <td>
        <span className="who-cell">
          <span className="one-line">{row.name ?? row.consumer ?? '—'}</span>
          {row.name === null || row.consumer === null ? null : <small>{row.consumer}</small>}
        </span>
      </td>
      <td className="money">{row.amountPaise === null ? '—' : formatRupees(row.amountPaise, 'hide-zero')}</td>
      <td>
        <StateMark state={row.state} />
      </td>
      <td className="quiet">{row.triedAt === null ? '—' : when(row.triedAt, now, t, language)}</td>
    </tr>
  );
}

/** Whether there is more, and how far back has been looked. */
function Foot({ model }: { readonly model: RowsModel }) {
  const { t, language } = useText();
  const now = useNow(30_000);
  const { rows, stage, next, lookedBackTo } = model;
  if (rows === null) return <p className="rows-foot working">{t('app.loading')}</p>;
  if (stage === 'looking' && lookedBackTo !== null && next !== null) {
    return (
      <p className="rows-foot working" role="status">
        {t('sent.lookingBack', { when: when(lookedBackTo, now, t, language) })}
      </p>
    );
  }
  if (rows.length === 0) {
    return (
      <p className="rows-foot" data-testid="no-rows">
        {t('sent.none')}
      </p>
    );
  }
  return next === null ? null : <p className="rows-foot">{t('sent.moreBelow')}</p>;
}
