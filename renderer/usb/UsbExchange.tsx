import { useState } from 'react';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { Output } from '../../electron/contract/schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';
import { UsbAnswered, UsbWritten } from './UsbOutcome.tsx';

interface UsbExchangeProps {
  readonly state: CounterState;
  readonly onClose: () => void;
}

/** What the stick was last used for. One thing at a time: a stick has one hand on it. */
type Deed =
  | { readonly is: 'none' | 'writing' | 'reading' }
  | { readonly is: 'written'; readonly result: Output<'usb.export'> }
  | { readonly is: 'answered'; readonly result: Output<'usb.import'> };

/** Four steps on one page: write, send, bring back, read. Enter writes while something is unsent, else reads. */
export function UsbExchange({ state, onClose }: UsbExchangeProps) {
  const { t } = useText();
  const [folder, setFolder] = useState('');
  const [deed, setDeed] = useState<Deed>({ is: 'none' });
  const [fault, setFault] = useState<CounterError | null>(null);
  const { count, sumPaise } = state.unsent;
  const busy = deed.is === 'writing' || deed.is === 'reading';
  const ready = folder.trim() !== '' && !busy;
  const write = async (): Promise<void> => {
    if (!ready) return;
    setFault(null);
    setDeed({ is: 'writing' });
    const reply = await call('usb.export', { folder: folder.trim() });
    setDeed(reply.ok ? { is: 'written', result: reply.value } : { is: 'none' });
    if (!reply.ok) setFault(reply.error);
  };
  const read = async (): Promise<void> => {
    if (!ready) return;
    setFault(null);
    setDeed({ is: 'reading' });
    const reply = await call('usb.import', { folder: folder.trim() });
    setDeed(reply.ok ? { is: 'answered', result: reply.value } : { is: 'none' });
    if (!reply.ok) setFault(reply.error);
  };
  const writesFirst = count > 0 && deed.is !== 'written';
  return (
    <Overlay title={t('usb.title')} onClose={onClose} wide testId="usb">
      <p className="lead">{t('usb.lead')}</p>
      <KeyForm
        className="stack"
        label={t('usb.title')}
        onEscape={onClose}
        onEnter={() => void (writesFirst ? write() : read())}
      >
        <Steps count={count} sumPaise={sumPaise} />
        <TextInput
          label={t('usb.folder')}
          value={folder}
          hand
          placeholder={t('usb.folderHint')}
          maxLength={4096}
          testId="usb-folder"
          onChange={setFolder}
        />
        {deed.is === 'writing' ? <p className="lead working">{t('usb.writing')}</p> : null}
        {deed.is === 'reading' ? <p className="lead working">{t('usb.reading')}</p> : null}
        {deed.is === 'written' ? <UsbWritten result={deed.result} /> : null}
        {deed.is === 'answered' ? <UsbAnswered result={deed.result} /> : null}
        {writesFirst && deed.is === 'none' ? <Message tone="warn">{t('usb.once')}</Message> : null}
        <FaultMessage fault={fault} />
        <Buttons
          first={writesFirst ? 'write' : 'read'}
          ready={ready}
          unsent={count}
          onBack={onClose}
          onWrite={() => void write()}
          onRead={() => void read()}
        />
      </KeyForm>
    </Overlay>
  );
}

interface ButtonsProps {
  /** What Enter does. */
  readonly first: 'write' | 'read';
  readonly ready: boolean;
  readonly unsent: number;
  readonly onBack: () => void;
  readonly onWrite: () => void;
  readonly onRead: () => void;
}

function Buttons({ first, ready, unsent, onBack, onWrite, onRead }: ButtonsProps) {
  const { t } = useText();
  return (
    <div className="buttons">
      <ActionButton slim keyName={t('app.escape')} onAct={onBack}>
        {t('app.back')}
      </ActionButton>
      {first === 'write' ? (
        <ActionButton disabled={!ready} testId="usb-read" onAct={onRead}>
          {t('usb.read')}
        </ActionButton>
      ) : (
        <ActionButton disabled={!ready || unsent === 0} testId="usb-write" onAct={onWrite}>
          {t('usb.write')}
        </ActionButton>
      )}
      <EnterButton disabled={!ready} testId={`usb-${first}`}>
        {first === 'write' ? t('usb.write') : t('usb.read')}
      </EnterButton>
    </div>
  );
}

function Steps({ count, sumPaise }: { readonly count: number; readonly sumPaise: number }) {
  const { t } = useText();
  if (count === 0) return <p className="lead">{t('usb.nothing')}</p>;
  const unsent = { amount: groupIndian(count), rupees: formatRupees(sumPaise, 'hide-zero') };
  return (
    <ol className="usb-steps">
      <li>{t('usb.step1')}</li>
      <li>{t('usb.step2', unsent)}</li>
      <li>{t('usb.step3')}</li>
      <li>{t('usb.step4')}</li>
    </ol>
  );
}
