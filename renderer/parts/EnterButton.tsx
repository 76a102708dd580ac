import { useText } from '../text/i18n.ts';
import { ActionButton } from './ActionButton.tsx';

interface EnterButtonProps {
  readonly children: string;
  readonly disabled?: boolean;
  /** Has the focus when it appears: there is nothing to type before it. */
  readonly hand?: boolean;
  readonly testId: string;
}

/** The one deed of a form. Enter sends the form, and so does a click. */
export function EnterButton({ children, disabled = false, hand = false, testId }: EnterButtonProps) {
  const { t } = useText();
  return (
    <ActionButton
      kind="primary"
      keyName={t('app.enter')}
      submit
      hand={hand}
      disabled={disabled}
      onAct={() => undefined}
      testId={testId}
    >
      {children}
    </ActionButton>
  );
}
