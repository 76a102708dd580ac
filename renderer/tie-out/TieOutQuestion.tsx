import { ActionButton } from '../parts/ActionButton.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import type { TieOutForm } from './tie-out-model.ts';

interface TieOutQuestionProps {
  readonly form: TieOutForm;
  readonly outage: CounterState['outage'];
  readonly onChange: (form: TieOutForm) => void;
}

/** Which receipts: those of the open outage, or those of some dates. */
export function TieOutQuestion({ form, outage, onChange }: TieOutQuestionProps) {
  const { t } = useText();
  if (form.by === 'outage' && outage !== null) {
    return (
      <div className="tie-out-question">
        <strong>{t('tieOut.thisOutage', { name: outage.name })}</strong>
        <ActionButton slim testId="tie-out-dates" onAct={() => onChange({ ...form, by: 'dates' })}>
          {t('tieOut.dates')}
        </ActionButton>
      </div>
    );
  }
  const field = (name: 'from' | 'to', label: string) => (
    <TextInput
      label={label}
      value={form[name]}
      placeholder={t('tieOut.dateHint')}
      maxLength={10}
      testId={`tie-out-${name}`}
      onChange={(value) => onChange({ ...form, [name]: value })}
    />
  );
  return (
    <div className="tie-out-question">
      {field('from', t('tieOut.from'))}
      {field('to', t('tieOut.to'))}
      {outage === null ? null : (
        <ActionButton slim testId="tie-out-outage" onAct={() => onChange({ ...form, by: 'outage' })}>
          {t('tieOut.thisOutage', { name: outage.name })}
        </ActionButton>
      )}
    </div>
  );
}
