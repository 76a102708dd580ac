import { useEffect, useRef, useState, type Dispatch, type KeyboardEvent } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { FaultMessage } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';
import { RowFilters } from './RowFilters.tsx';
import { RowHistory } from './RowHistory.tsx';
import type { RowsAction, RowsModel } from './rows-model.ts';
import { RowsTable } from './RowsTable.tsx';
import type { Pressed } from './send-now-model.ts';
import { SendingCard } from './SendingCard.tsx';
import { useRows } from './use-rows.ts';

interface SentRowsProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** The page behind the status: everything that was taken, where it stands and why, and "send now". */
export function SentRows({ state, onClose }: SentRowsProps) {
  const { t } = useText();
  const [model, dispatch] = useRows(state);
  const [pressed, setPressed] = useState<Pressed | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const chosen = model.rows?.find(({ uid }) => uid === model.open);
  const isOpen = model.open !== null;
  useEffect(() => {
    if (!isOpen) table.current?.focus();
  }, [isOpen]);
  const send = async (): Promise<void> => {
    setPressed({ atMs: counterNow(), unsentCount: state.unsent.count });
    const reply = await call('headEnd.sendNow', {});
    setFault(reply.ok ? null : reply.error);
  };
  const hands: Hands = {
    send: () => void send(),
    find: () => box.current?.focus(),
    toTable: () => table.current?.focus(),
    close: onClose,
  };
  const title = isOpen ? t('sent.history', { receipt: chosen?.receiptNumber ?? '' }) : t('sent.title');
  return (
    <Overlay title={title} onClose={onClose} wide testId="unsent">
      <div className="sent-page" onKeyDown={(event) => heard(event, model, dispatch, hands)}>
        {model.open === null ? (
          <>
            <SendingCard state={state} pressed={pressed} />
            <RowFilters model={model} dispatch={dispatch} box={box} />
            <RowsTable model={model} dispatch={dispatch} table={table} />
            <FaultMessage fault={fault ?? model.error} />
            <div className="buttons">
              <ActionButton slim keyName={t('app.escape')} onAct={onClose}>
                {t('app.back')}
              </ActionButton>
              <span className="keys-hint">{t('sent.keysHint')}</span>
              <ActionButton slim keyName={t('app.enter')} onAct={() => dispatch({ type: 'opened' })}>
                {t('sent.open')}
              </ActionButton>
              <ActionButton kind="primary" keyName="F8" testId="send-now" onAct={() => void send()}>
                {t('sent.sendNow')}
              </ActionButton>
            </div>
          </>
        ) : (
          <RowHistory
            uid={model.open}
            mark={`${state.unsent.count} ${state.headEnd.triedAt ?? 0} ${chosen?.state ?? ''}`}
            people={state.people}
            onClose={() => dispatch({ type: 'closed' })}
          />
        )}
      </div>
    </Overlay>
  );
}

interface Hands {
  readonly send: () => void;
  readonly find: () => void;
  readonly toTable: () => void;
  readonly close: () => void;
}

/** Keys of the page. What a field needs for itself it keeps: a caret, a choice. */
function heard(event: KeyboardEvent, model: RowsModel, dispatch: Dispatch<RowsAction>, hands: Hands): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const act = actOf(event, model, dispatch, hands);
  if (act === null) return;
  event.preventDefault();
  event.stopPropagation();
  const mayRepeat = event.key.startsWith('Arrow') || event.key.startsWith('Page');
  if (mayRepeat || !event.repeat) act();
}

function actOf(
  { key, target }: KeyboardEvent,
  model: RowsModel,
  dispatch: Dispatch<RowsAction>,
  hands: Hands,
): (() => void) | null {
  if (key === 'Escape') return model.open === null ? hands.close : () => dispatch({ type: 'closed' });
  if (model.open !== null) return null;
  if (key === 'F8') return hands.send;
  if (key === 'F2') return hands.find;
  if (target instanceof HTMLInputElement)
    return key === 'Enter' || key === 'ArrowDown' ? hands.toTable : null;
  if (!(target instanceof HTMLTableElement)) return null;
  return actOnTable(key, dispatch);
}

function actOnTable(key: string, dispatch: Dispatch<RowsAction>): (() => void) | null {
  switch (key) {
    case 'ArrowUp':
      return () => dispatch({ type: 'moved', by: -1 });
    case 'ArrowDown':
      return () => dispatch({ type: 'moved', by: 1 });
    case 'ArrowLeft':
      return () => dispatch({ type: 'state-moved', by: -1 });
    case 'ArrowRight':
      return () => dispatch({ type: 'state-moved', by: 1 });
    case 'PageUp':
      return () => dispatch({ type: 'paged', by: -1 });
    case 'PageDown':
      return () => dispatch({ type: 'paged', by: 1 });
    case 'Enter':
      return () => dispatch({ type: 'opened' });
    default:
      return null;
  }
}
