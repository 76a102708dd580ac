import { useEffect, useState } from 'react';
import { limits } from '../../counter/limits.ts';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { type ExceptionTab, exceptionTabs } from '../../counter/exception/desk-list.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { Output } from '../../electron/contract/schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { useNow } from '../app/use-now.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { useText } from '../text/i18n.ts';
import { ExceptionTable } from './ExceptionTable.tsx';
import { tabKeys } from './exception-words.ts';

type Listed = Output<'exceptions.list'>;
/** The list is asked for anew this often: answers come by themselves. */
const renewMs = 10_000;

interface ExceptionListProps {
  readonly state: CounterState;
  readonly tab: ExceptionTab;
  /** The receipt that was looked at last: the hand is there again. */
  readonly last: string | null;
  readonly fault: CounterError | null;
  readonly onTab: (tab: ExceptionTab) => void;
  readonly onOpen: (receiptNumber: string) => void;
  readonly onClose: () => void;
}

export function ExceptionList(props: ExceptionListProps) {
  const { state, tab, last, onTab, onOpen, onClose } = props;
  const { t } = useText();
  const [listed, fault] = useList(tab, state.unsent.count);
  const [chosen, setChosen] = useState<string | null>(last);
  const rows = listed?.rows ?? [];
  const at = Math.max(
    0,
    rows.findIndex(({ receiptNumber }) => receiptNumber === chosen),
  );
  const row = rows[at];
  const move = (by: number): void => setChosen(rows[at + by]?.receiptNumber ?? chosen);
  const turn = (by: number): void => {
    const next = exceptionTabs[exceptionTabs.indexOf(tab) + by];
    if (next !== undefined) onTab(next);
  };
  return (
    <KeyForm
      className="stack"
      label={t('exceptions.title')}
      onEscape={onClose}
      onEnter={() => {
        if (row !== undefined) onOpen(row.receiptNumber);
      }}
    >
      <div
        className="stack"
        onKeyDown={(event) => {
          const act = {
            ArrowDown: () => move(1),
            ArrowUp: () => move(-1),
            ArrowRight: () => turn(1),
            ArrowLeft: () => turn(-1),
          }[event.key];
          if (act === undefined) return;
          event.preventDefault();
          act();
        }}
      >
        <p className="lead">{t('exceptions.lead')}</p>
        <Tabs tab={tab} listed={listed} onTab={onTab} />
        {(listed?.over ?? 0) === 0 ? null : (
          <Message tone="bad">{t('exceptions.over', { amount: groupIndian(listed?.over ?? 0) })}</Message>
        )}
        {listed === null ? (
          <p className="lead working">{t('app.loading')}</p>
        ) : (
          <ExceptionTable state={state} tab={tab} rows={rows} chosen={at} onChoose={onOpen} />
        )}
        <Sum listed={listed} tab={tab} />
        <FaultMessage fault={props.fault ?? fault} />
        <div className="buttons">
          <ActionButton slim keyName={t('app.escape')} onAct={onClose}>
            {t('app.back')}
          </ActionButton>
          <EnterButton hand disabled={false} testId="exception-open">
            {t('exceptions.open')}
          </EnterButton>
        </div>
      </div>
    </KeyForm>
  );
}

function Tabs({
  tab,
  listed,
  onTab,
}: Pick<ExceptionListProps, 'tab' | 'onTab'> & { readonly listed: Listed | null }) {
  const { t } = useText();
  return (
    <div className="tabs" role="tablist" aria-label={t('exceptions.title')}>
      {exceptionTabs.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          tabIndex={-1}
          aria-selected={name === tab}
          data-testid={`tab-${name}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTab(name)}
        >
          {t(tabKeys[name])}
          <strong>{listed === null ? '' : groupIndian(listed.tabs[name].count)}</strong>
        </button>
      ))}
    </div>
  );
}

function Sum({ listed, tab }: { readonly listed: Listed | null; readonly tab: ExceptionTab }) {
  const { t } = useText();
  if (listed === null) return null;
  const { count, sumPaise } = listed.tabs[tab];
  const isCut = count > limits.exceptionRowsMax;
  return (
    <p className="exceptions-sum">
      <strong data-testid="exceptions-sum">
        {t('exceptions.sum', { amount: groupIndian(count), rupees: formatRupees(sumPaise, 'hide-zero') })}
      </strong>
      <span className="quiet">
        {isCut
          ? t('exceptions.firstRows', { amount: groupIndian(limits.exceptionRowsMax) })
          : t('exceptions.keys')}
      </span>
    </p>
  );
}

/** Asked anew when the tab turns, when something was sent, and every few seconds. */
function useList(tab: ExceptionTab, unsent: number): readonly [Listed | null, CounterError | null] {
  const [listed, setListed] = useState<{ tab: ExceptionTab; value: Listed } | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const tick = Math.trunc(useNow(renewMs) / renewMs);
  useEffect(() => {
    let late = false;
    void call('exceptions.list', { tab }).then((reply) => {
      if (late) return;
      if (reply.ok) setListed({ tab, value: reply.value });
      setFault(reply.ok ? null : reply.error);
    });
    return () => {
      late = true;
    };
  }, [tab, unsent, tick]);
  return [listed !== null && listed.tab === tab ? listed.value : null, fault];
}
