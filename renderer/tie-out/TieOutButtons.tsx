import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { useText } from '../text/i18n.ts';

/** What the counter is busy with for this page. */
export type TieOutWork = 'none' | 'running' | 'saving';

interface TieOutButtonsProps {
  readonly work: TieOutWork;
  readonly canAsk: boolean;
  readonly onBack: () => void;
  /** Null where all rows are shown. */
  readonly onMore: (() => void) | null;
  readonly onSave: () => void;
}

export function TieOutButtons({ work, canAsk, onBack, onMore, onSave }: TieOutButtonsProps) {
  const { t } = useText();
  return (
    <div className="buttons foot">
      <ActionButton slim keyName={t('app.escape')} onAct={onBack}>
        {t('app.back')}
      </ActionButton>
      {onMore === null ? null : (
        <ActionButton testId="tie-out-more" onAct={onMore}>
          {t('tieOut.more')}
        </ActionButton>
      )}
      <ActionButton keyName="F7" disabled={!canAsk} testId="tie-out-save" onAct={onSave}>
        {work === 'saving' ? t('tieOut.saving') : t('tieOut.save')}
      </ActionButton>
      <EnterButton hand disabled={!canAsk} testId="tie-out-run">
        {work === 'running' ? t('tieOut.running') : t('tieOut.run')}
      </EnterButton>
    </div>
  );
}
