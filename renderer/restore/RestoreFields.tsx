import { Label, Radio, RadioGroup } from 'react-aria-components';
import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';
import { countWords, type RestoreForm, wordsOfKey } from './restore-model.ts';

interface FieldsProps {
  readonly form: RestoreForm;
  readonly onChange: (part: Partial<RestoreForm>) => void;
}

interface LockableProps extends FieldsProps {
  readonly disabled: boolean;
}

const pathCharsMax = 4096;

export function SourceFields({ form, onChange }: LockableProps) {
  const { t } = useText();
  return (
    <>
      <TextInput
        label={t('restore.mirror')}
        value={form.mirror}
        hand
        hint={t('restore.mirrorHint')}
        placeholder="E:\counter-copy"
        maxLength={pathCharsMax}
        testId="restore-mirror"
        onChange={(mirror) => onChange({ mirror })}
      />
      <TextInput
        label={t('restore.journal')}
        value={form.journal}
        hint={t('restore.journalHint')}
        placeholder="F:\old-pc\journal.db"
        maxLength={pathCharsMax}
        testId="restore-journal"
        onChange={(journal) => onChange({ journal })}
      />
    </>
  );
}

export function KeyFields({ form, disabled, onChange }: LockableProps) {
  const { t } = useText();
  return (
    <>
      <RadioGroup
        className="radios"
        value={form.keyFrom}
        isDisabled={disabled}
        onChange={(value) => onChange({ keyFrom: value === 'words' ? 'words' : 'file' })}
      >
        <Label className="hidden-label">{t('restore.keyTitle')}</Label>
        <Radio className="radio" value="file" autoFocus>
          {t('restore.keyFromFile')}
        </Radio>
        <Radio className="radio" value="words">
          {t('restore.keyFromWords')}
        </Radio>
      </RadioGroup>
      {form.keyFrom === 'file' ? (
        <TextInput
          label={t('restore.keyFile')}
          value={form.keyFile}
          placeholder="G:\recovery-key.json"
          maxLength={pathCharsMax}
          testId="restore-key-file"
          onChange={(keyFile) => onChange({ keyFile })}
        />
      ) : (
        <TextInput
          label={t('restore.words')}
          value={form.words}
          hint={t('restore.wordsTyped', { typed: countWords(form.words), of: wordsOfKey })}
          lang="en"
          maxLength={1_000}
          testId="restore-words"
          onChange={(words) => onChange({ words })}
        />
      )}
    </>
  );
}

export function CounterField({ form, onChange }: FieldsProps) {
  const { t } = useText();
  return (
    <TextInput
      label={t('restore.counter')}
      value={form.counter}
      hand
      placeholder="C02"
      maxLength={16}
      testId="restore-counter"
      onChange={(counter) => onChange({ counter })}
    />
  );
}
