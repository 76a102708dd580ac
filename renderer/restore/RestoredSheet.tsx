import { formatRupees, groupIndian } from '../../counter/money.ts';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { Message } from '../parts/Message.tsx';
import { StepSheet, type StepKeys } from '../parts/StepSheet.tsx';
import { useText } from '../text/i18n.ts';
import { type RestoreResult, shortHash } from './restore-model.ts';

interface RestoredSheetProps {
  readonly steps: StepKeys;
  readonly result: RestoreResult;
  readonly onDone: () => void;
}

/** What came back, to be compared with the last close slip, and what to do next. */
export function RestoredSheet({ steps, result, onDone }: RestoredSheetProps) {
  const { t } = useText();
  const { entriesFromJournal, entriesFromMirror, lost, setAside } = result;
  return (
    <StepSheet steps={steps} at={2} testId="restored">
      <KeyForm
        className="sheet-side"
        label={t('restore.doneTitle', { counter: result.counter })}
        onEnter={onDone}
      >
        <h1>{t('restore.doneTitle', { counter: result.counter })}</h1>
        <dl className="sums">
          <div>
            <dt>{t('restore.entries')}</dt>
            <dd className="money" data-testid="restored-entries">
              {groupIndian(result.entries)}
            </dd>
          </div>
          <div>
            <dt>{t('restore.fromMirror')}</dt>
            <dd className="money">{groupIndian(entriesFromMirror)}</dd>
          </div>
          {entriesFromJournal === 0 ? null : (
            <div>
              <dt>{t('restore.fromJournal')}</dt>
              <dd className="money">{groupIndian(entriesFromJournal)}</dd>
            </div>
          )}
          <div className="rule">
            <dt>{t('restore.takings')}</dt>
            <dd className="money" data-testid="restored-takings">
              {formatRupees(result.takingsPaise)}
            </dd>
          </div>
          <div>
            <dt>{t('restore.head')}</dt>
            <dd className="money">{shortHash(result.headHash)}</dd>
          </div>
        </dl>
        {lost === null ? null : (
          <Message tone="bad">
            ▲ {t('restore.lost', { from: groupIndian(lost.fromSeq), to: groupIndian(lost.toSeq) })}
          </Message>
        )}
        {setAside === 0 ? null : (
          <Message tone="warn">▲ {t('restore.setAside', { count: setAside })}</Message>
        )}
        <p className="small">{t('restore.newNumbers', { counter: result.counter })}</p>
        <p className="small">{t('restore.people')}</p>
        <span className="space" />
        <EnterButton hand testId="restored-do">
          {t('restore.goOn')}
        </EnterButton>
      </KeyForm>
    </StepSheet>
  );
}
