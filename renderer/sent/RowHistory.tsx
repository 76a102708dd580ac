import { useEffect, useState } from 'react';
import { formatRupees } from '../../counter/money.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { RowHistoryView } from '../../electron/contract/upload-schemas.ts';
import type { PersonView } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { useHand } from '../parts/use-hand.ts';
import { useText } from '../text/i18n.ts';
import { StateMark } from './StateMark.tsx';
import { stepWords } from './step-words.ts';

interface RowHistoryProps {
  readonly uid: string;
  /** Changes when the counter's state moved: the history is then read anew. */
  readonly mark: string;
  readonly people: readonly PersonView[];
  readonly onClose: () => void;
}

/** Everything that is stored about one row, in the order in which it came. */
export function RowHistory({ uid, mark, people, onClose }: RowHistoryProps) {
  const { t, language } = useText();
  const [history, setHistory] = useState<RowHistoryView | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const list = useHand<HTMLOListElement>(history !== null);
  useEffect(() => {
    void call('upload.row', { uid }).then((reply) => {
      if (reply.ok) setHistory(reply.value);
      setFault(reply.ok ? null : reply.error);
    });
  }, [uid, mark]);
  return (
    <div className="row-history" data-testid="row-history">
      <FaultMessage fault={fault} />
      {history === null ? (
        <p className="lead working">{t('app.loading')}</p>
      ) : (
        <>
          <p className="row-head">
            <strong>{history.row.name ?? history.row.consumer ?? ''}</strong>
            <span>{history.row.consumer}</span>
            <strong className="money">
              {history.row.amountPaise === null ? '' : formatRupees(history.row.amountPaise, 'hide-zero')}
            </strong>
            <StateMark state={history.row.state} />
          </p>
          <p className="meaning">{t(`sentMeaning.${history.row.state}`)}</p>
          <ol className="row-steps" ref={list} tabIndex={0} aria-label={t('sent.open')}>
            {history.steps.map((step, index) => {
              const words = stepWords(step, { t, language, people });
              return (
                // Steps are only ever added behind: their place is their key.
                // oxlint-disable-next-line react/no-array-index-key -- see the line above
                <li key={index} data-testid="row-step" data-step={step.step}>
                  <time>{step.at === null ? '' : paperDateTime(step.at)}</time>
                  <span>
                    <strong>{words.what}</strong>
                    {words.more === '' ? null : <small>{words.more}</small>}
                  </span>
                </li>
              );
            })}
          </ol>
        </>
      )}
      <div className="buttons">
        <ActionButton slim keyName={t('app.escape')} onAct={onClose} testId="row-history-back">
          {t('sent.historyClose')}
        </ActionButton>
      </div>
    </div>
  );
}
