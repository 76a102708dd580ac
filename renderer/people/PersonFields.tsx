import { TextInput } from '../parts/TextInput.tsx';
import { useText } from '../text/i18n.ts';
import type { FirstPerson, FirstPersonFault } from './setup-model.ts';

export const faultKeys = {
  'name-missing': 'setup.nameMissing',
  'pin-short': 'setup.pinShort',
  'pins-differ': 'setup.pinsDiffer',
} as const satisfies Record<FirstPersonFault, string>;

interface PersonFieldsProps {
  readonly form: FirstPerson;
  readonly onChange: (part: Partial<FirstPerson>) => void;
}

/** Name in both scripts, and the PIN twice. */
export function PersonFields({ form, onChange }: PersonFieldsProps) {
  const { t } = useText();
  return (
    <>
      <div className="pair">
        <TextInput
          label={t('setup.nameHi')}
          value={form.nameHi}
          hand
          lang="hi"
          testId="name-hi"
          onChange={(nameHi) => onChange({ nameHi })}
        />
        <TextInput
          label={t('setup.nameEn')}
          value={form.nameEn}
          lang="en"
          testId="name-en"
          onChange={(nameEn) => onChange({ nameEn })}
        />
      </div>
      <div className="pair">
        <TextInput
          kind="pin"
          label={t('setup.pin')}
          value={form.pin}
          maxLength={8}
          testId="new-pin"
          onChange={(pin) => onChange({ pin })}
        />
        <TextInput
          kind="pin"
          label={t('setup.pinAgain')}
          value={form.pinAgain}
          maxLength={8}
          testId="new-pin-again"
          onChange={(pinAgain) => onChange({ pinAgain })}
        />
      </div>
    </>
  );
}
