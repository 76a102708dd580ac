import { formatRupees, groupIndian } from '../../counter/money.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { useText } from '../text/i18n.ts';
import type { CloseResult } from './close-shift-model.ts';

interface CloseResultSheetProps {
  readonly result: CloseResult;
  readonly shiftNumber: number;
  readonly onDone: (signOut: boolean) => void;
}

export function CloseResultSheet({ result, shiftNumber, onDone }: CloseResultSheetProps) {
  const { t } = useText();
  const difference = result.differencePaise;
  const verdict = difference === 0 ? t('shift.exact') : difference < 0 ? t('shift.short') : t('shift.over');
  return (
    <section className="stage" data-testid="shift-closed">
      <KeyForm
        className="card sheet narrow"
        label={t('shift.resultTitle', { number: shiftNumber })}
        onEnter={() => onDone(true)}
        onEscape={() => onDone(false)}
      >
        <h1>{t('shift.resultTitle', { number: shiftNumber })}</h1>
        <dl className="sums">
          <div>
            <dt>{t('shift.float')}</dt>
            <dd className="money">{formatRupees(result.floatPaise)}</dd>
          </div>
          <div>
            <dt>
              {t('shift.takings')} · {t('shift.receipts')} {groupIndian(result.recharges)}
            </dt>
            <dd className="money">{formatRupees(result.takingsPaise)}</dd>
          </div>
          <div className="rule">
            <dt>{t('shift.expected')}</dt>
            <dd className="money">{formatRupees(result.expectedPaise)}</dd>
          </div>
          <div>
            <dt>{t('shift.counted')}</dt>
            <dd className="money">{formatRupees(result.countedPaise)}</dd>
          </div>
          <div className={`verdict ${difference === 0 ? 'good' : 'bad'}`}>
            <dt>
              <span aria-hidden="true">{difference === 0 ? '●' : '▲'}</span> {t('shift.difference')} ·{' '}
              {verdict}
            </dt>
            <dd className="money" data-testid="difference">
              {formatRupees(difference)}
            </dd>
          </div>
        </dl>
        <p className="small">{t('shift.slipSent')}</p>
        <div className="buttons">
          <ActionButton keyName={t('app.escape')} onAct={() => onDone(false)}>
            {t('shift.resultStay')}
          </ActionButton>
          <EnterButton hand testId="shift-closed-do">
            {t('shift.resultDo')}
          </EnterButton>
        </div>
      </KeyForm>
    </section>
  );
}
