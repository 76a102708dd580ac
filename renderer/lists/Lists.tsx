import { useEffect, useReducer, useRef, type KeyboardEvent } from 'react';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import type { MadeListInParts } from '../../electron/contract/list-schemas.ts';
import { call } from '../app/counter-api.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';
import { ListTabs } from './ListTabs.tsx';
import { ListView } from './ListView.tsx';
import {
  listsReducer,
  mayMake,
  noPdfWords,
  opened,
  tabOfKey,
  wantedOf,
  type ListsView,
} from './lists-model.ts';

/** The lists that leave the office: looked at here, then made as signed file and A4 paper. */
export function Lists({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const [view, happen] = useReducer(listsReducer, opened('do-not-disconnect'));
  const box = useRef<HTMLDivElement>(null);
  const { tab, read, files } = view;
  useEffect(() => {
    void call('lists.preview', wantedOf(tab)).then((reply) => {
      const now: ListsView['read'] = reply.ok
        ? { is: 'read', preview: reply.value }
        : { is: 'refused', fault: reply.error };
      happen({ type: 'read', tab, read: now });
    });
  }, [tab]);
  const make = async (): Promise<void> => {
    if (!mayMake(view)) return;
    happen({ type: 'make' });
    const reply = await call('lists.make', wantedOf(tab));
    const now: ListsView['files'] = reply.ok
      ? { is: 'made', made: reply.value }
      : { is: 'refused', fault: reply.error };
    happen({ type: 'files', tab, files: now });
  };
  const heard = (event: KeyboardEvent): void => {
    const page = { PageDown: 1, PageUp: -1 }[event.key];
    const to = tabOfKey(event.key, tab);
    if (page !== undefined) box.current?.scrollBy(0, page * box.current.clientHeight * 0.9);
    else if (to !== null) happen({ type: 'turned', to });
    else return;
    event.preventDefault();
  };
  return (
    <Overlay title={t('lists.title')} onClose={onClose} wide testId="lists">
      <div onKeyDown={heard}>
        <ListTabs tab={tab} onTab={(to) => happen({ type: 'turned', to })} />
        <KeyForm className="stack" label={t('lists.title')} onEscape={onClose} onEnter={() => void make()}>
          {read.is === 'reading' ? <p className="lead working">{t('app.loading')}</p> : null}
          {read.is === 'read' ? <ListView preview={read.preview} box={box} /> : null}
          {read.is === 'refused' ? <FaultMessage fault={read.fault} /> : null}
          {files.is === 'making' ? <p className="lead working">{t('lists.making')}</p> : null}
          {files.is === 'made' ? <Made made={files.made} /> : null}
          {files.is === 'refused' ? <FaultMessage fault={files.fault} /> : null}
          <div className="buttons">
            <ActionButton keyName={t('app.escape')} onAct={onClose}>
              {t('app.back')}
            </ActionButton>
            <EnterButton hand testId="lists-make">
              {t('lists.make')}
            </EnterButton>
          </div>
        </KeyForm>
      </div>
    </Overlay>
  );
}

function Made({ made }: { readonly made: MadeListInParts }) {
  const { t } = useText();
  const sums = { rows: groupIndian(made.rows), rupees: formatRupees(made.sumPaise, 'hide-zero') };
  return (
    <>
      <Message tone="good">
        <span data-testid="lists-made">
          <strong>● {t('lists.made', sums)}</strong>
          <span className="file-line">{t('lists.madeAt', { csv: made.csv, folder: made.folder })}</span>
          {made.pdf === null ? null : (
            <span className="file-line">
              {t('lists.madePdf', { pdf: [made.pdf, ...made.morePdfs].join(', ') })}
            </span>
          )}
        </span>
      </Message>
      {made.noPdf === null ? null : <Message tone="warn">▲ {t(noPdfWords(made.noPdf))}</Message>}
    </>
  );
}
