import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { groupIndian } from '../../counter/money.ts';
import { kolkataDate } from '../../counter/time.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { ProgressLine } from '../parts/ProgressLine.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { shortDate } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';

interface ImportListProps {
  readonly state: CounterState;
  readonly onLater: () => void;
}

/** The consumer list comes from the head end or from a file; whole, or the old one stays. */
export function ImportList({ state, onLater }: ImportListProps) {
  const { t, language } = useText();
  const [source, setSource] = useState<'head-end' | 'file'>('head-end');
  const [path, setPath] = useState('');
  const [busy, setBusy] = useState(false);
  const [taken, setTaken] = useState<number | null>(null);
  const [fault, setFault] = useState<CounterError | null>(null);
  const running = busy || state.directoryImport !== null;
  const start = async (): Promise<void> => {
    if (running) return;
    if (taken !== null) {
      onLater();
      return;
    }
    if (source === 'file' && path.trim() === '') return;
    setBusy(true);
    setFault(null);
    const reply = await call('directory.import', { path: source === 'file' ? path.trim() : null });
    setBusy(false);
    if (reply.ok) setTaken(reply.value.count);
    else setFault(reply.error);
  };
  const list = state.directory;
  return (
    <KeyForm
      className="sheet-side"
      label={t('setup.listTitle')}
      onEnter={() => void start()}
      onEscape={onLater}
    >
      <h1>{t('setup.listTitle')}</h1>
      <p className="lead">{t('setup.listLead')}</p>
      <p className="small">
        {list === null
          ? t('setup.listNone')
          : t('setup.listAge', {
              amount: groupIndian(list.count),
              date: shortDate(kolkataDate(list.generatedAt), language),
            })}
      </p>
      <SourceChoice source={source} disabled={running} onChoose={setSource} />
      {source === 'file' ? (
        <TextInput
          label={t('setup.listPath')}
          value={path}
          placeholder={t('setup.listPathHint')}
          maxLength={4096}
          testId="list-path"
          onChange={setPath}
        />
      ) : null}
      {running ? <ImportProgress state={state} /> : null}
      {taken === null ? null : (
        <Message tone="good">● {t('setup.listDone', { amount: groupIndian(taken) })}</Message>
      )}
      <FaultMessage fault={fault} />
      <span className="space" />
      <DialogButtons
        backWords={state.directory === null ? t('setup.listLater') : t('app.back')}
        onBack={onLater}
        doWords={taken === null ? t('setup.listDo') : t('app.back')}
        disabled={running}
        testId="list-do"
      />
    </KeyForm>
  );
}

function ImportProgress({ state }: { readonly state: CounterState }) {
  const { t } = useText();
  const progress = state.directoryImport;
  const done = groupIndian(progress?.done ?? 0);
  const total = progress?.total ?? null;
  return (
    <div className="stack tight">
      <ProgressLine
        done={progress?.done ?? 0}
        total={total}
        label={
          total === null
            ? t('setup.listProgress', { done })
            : t('setup.listProgressOf', { done, total: groupIndian(total) })
        }
      />
      <p className="small">{t('setup.listCanSell')}</p>
    </div>
  );
}

type Source = 'head-end' | 'file';

interface SourceChoiceProps {
  readonly source: Source;
  readonly disabled: boolean;
  readonly onChoose: (source: Source) => void;
}

function SourceChoice({ source, disabled, onChoose }: SourceChoiceProps) {
  const { t } = useText();
  return (
    <RadioGroup
      className="radios"
      value={source}
      isDisabled={disabled}
      onChange={(value) => onChoose(value === 'file' ? 'file' : 'head-end')}
    >
      <Label className="hidden-label">{t('setup.listTitle')}</Label>
      <Radio className="radio" value="head-end" autoFocus>
        {t('setup.listFromHeadEnd')}
      </Radio>
      <Radio className="radio" value="file">
        {t('setup.listFromFile')}
      </Radio>
    </RadioGroup>
  );
}
