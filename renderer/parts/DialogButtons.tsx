import { useText } from '../text/i18n.ts';
import { ActionButton } from './ActionButton.tsx';
import { EnterButton } from './EnterButton.tsx';

interface DialogButtonsProps {
  readonly backWords: string;
  readonly onBack: () => void;
  /** What Enter does; it sends the form that the buttons stand in. */
  readonly doWords: string;
  readonly disabled?: boolean;
  /** The focus stands on the deed: there is nothing to type before it. */
  readonly hand?: boolean;
  readonly testId: string;
}

/** Escape goes back, Enter does it: the foot of every form. */
export function DialogButtons(props: DialogButtonsProps) {
  const { backWords, onBack, doWords, disabled = false, hand = false, testId } = props;
  const { t } = useText();
  return (
    <div className="buttons">
      <ActionButton slim keyName={t('app.escape')} onAct={onBack} testId={`${testId}-back`}>
        {backWords}
      </ActionButton>
      <EnterButton hand={hand} disabled={disabled} testId={testId}>
        {doWords}
      </EnterButton>
    </div>
  );
}
