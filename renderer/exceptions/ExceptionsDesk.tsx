import { useState } from 'react';
import type { ExceptionTab } from '../../counter/exception/desk-list.ts';
import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';
import { ExceptionDetail } from './ExceptionDetail.tsx';
import { ExceptionList } from './ExceptionList.tsx';
import type { CounterError } from '../../electron/contract/errors.ts';

interface ExceptionsDeskProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** What the head end did not credit: the list, and one row of it at a time. Escape goes one step back. */
export function ExceptionsDesk({ state, onClose }: ExceptionsDeskProps) {
  const { t } = useText();
  const [tab, setTab] = useState<ExceptionTab>('open');
  const [shown, setShown] = useState<ExceptionDetailView | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const [last, setLast] = useState<string | null>(null);
  const look = async (receiptNumber: string): Promise<void> => {
    const reply = await call('exceptions.one', { receiptNumber });
    setFault(reply.ok ? null : reply.error);
    if (!reply.ok) return;
    setLast(receiptNumber);
    setShown(reply.value);
  };
  const title = shown === null ? t('exceptions.title') : shown.row.receiptNumber;
  return (
    <Overlay
      title={title}
      wide
      testId="exceptions"
      onClose={() => (shown === null ? onClose() : setShown(null))}
    >
      {shown === null ? (
        <ExceptionList
          state={state}
          tab={tab}
          last={last}
          fault={fault}
          onTab={setTab}
          onOpen={(receiptNumber) => void look(receiptNumber)}
          onClose={onClose}
        />
      ) : (
        <ExceptionDetail state={state} detail={shown} onChanged={setShown} onBack={() => setShown(null)} />
      )}
    </Overlay>
  );
}
