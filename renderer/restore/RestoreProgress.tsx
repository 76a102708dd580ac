import { groupIndian } from '../../counter/money.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { ProgressLine } from '../parts/ProgressLine.tsx';
import { useText } from '../text/i18n.ts';

const stageKeys = {
  reading: 'restore.stageReading',
  entries: 'restore.stageEntries',
  answers: 'restore.stageAnswers',
  proving: 'restore.stageProving',
} as const satisfies Readonly<Record<NonNullable<CounterState['restore']>['stage'], string>>;

export function RestoreProgress({ state }: { readonly state: CounterState }) {
  const { t } = useText();
  const progress = state.restore;
  const label =
    progress === null
      ? t('restore.stageReading')
      : t(stageKeys[progress.stage], {
          done: groupIndian(progress.entries),
          total: groupIndian(progress.of),
        });
  return (
    <ProgressLine
      done={progress?.entries ?? 0}
      total={progress === null || progress.stage !== 'entries' ? null : progress.of}
      label={label}
    />
  );
}
