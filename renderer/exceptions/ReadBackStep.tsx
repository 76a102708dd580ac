import { useEffect, useRef, useState } from 'react';
import { formatRupees } from '../../counter/money.ts';
import { type NotNow, notNowReasons } from '../../counter/exception/outcomes.ts';
import { notNowText } from '../../counter/text/exception-text.ts';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import type { ConsumerView, CounterState } from '../../electron/contract/view-schemas.ts';
import { receiptTail } from '../paper/print-words.ts';
import { DialogButtons } from '../parts/DialogButtons.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { ApprovalDialog } from '../people/ApprovalDialog.tsx';
import { useText } from '../text/i18n.ts';
import type { Act } from './exception-words.ts';
import { useSettle } from './use-settle.ts';

interface ReadBackStepProps {
  readonly act: Act;
  readonly state: CounterState;
  readonly detail: ExceptionDetailView;
  readonly reason: string;
  readonly consumer: ConsumerView | null;
  readonly onDone: (detail: ExceptionDetailView) => void;
  readonly onBack: () => void;
}

const sureKeys = {
  moved: 'exceptions.sureMoved',
  matched: 'exceptions.sureMatched',
  resubmitted: 'exceptions.sureResubmitted',
  refunded: 'exceptions.sureRefunded',
} as const;

const doKeys = {
  moved: 'exceptions.doMoved',
  matched: 'exceptions.doMatched',
  resubmitted: 'exceptions.doResubmitted',
  refunded: 'exceptions.doRefunded',
} as const;

/** Nobody leaves while the outcome is open. */
const stay = (): void => undefined;

/** A second Enter sooner than this belongs to the key press that brought this step. */
const doublePressMs = 400;

/** Name, end of the meter and amount, large, to be read aloud; only then it is done. */
export function ReadBackStep({ act, state, detail, reason, consumer, onDone, onBack }: ReadBackStepProps) {
  const { t } = useText();
  const wanted = { act, detail, reason, consumer: consumer?.consumer ?? null };
  const { settling, settle } = useSettle(wanted);
  const [isApproving, setApproving] = useState(false);
  const cameAtMs = useRef(Number.POSITIVE_INFINITY);
  useEffect(() => {
    cameAtMs.current = performance.now();
  }, []);
  useEffect(() => {
    if (settling.name === 'done') onDone(settling.detail);
  }, [settling, onDone]);
  const rupees = formatRupees(detail.row.amountPaise, 'hide-zero');
  const tail = receiptTail(detail.row.receiptNumber);
  const error = settling.name === 'refused' ? settling.error : null;
  const asksApproval = act === 'refunded' && detail.refundNeeds === 'second-person';
  const isBusy = settling.name === 'doing' || settling.name === 'asking' || settling.name === 'done';
  if (isApproving && !isBusy) {
    return (
      <ApprovalDialog
        why={t('exceptions.sureRefunded', { rupees, tail })}
        act={t('exceptions.refundAct', { rupees, tail })}
        people={state.people}
        actor={state.session?.person ?? ''}
        fault={error}
        onApprove={(person, pin) => void settle({ person, pin })}
        onClose={() => setApproving(false)}
      />
    );
  }
  return (
    <KeyForm
      className="stack"
      label={t('exceptions.sureTitle')}
      onEscape={isBusy ? stay : onBack}
      onEnter={() => {
        // Not switched off while busy, which would drop the focus: the act itself is done once.
        if (performance.now() - cameAtMs.current < doublePressMs) return;
        if (asksApproval) setApproving(true);
        else void settle(null);
      }}
    >
      <h3>{t('exceptions.sureTitle')}</h3>
      <p className="lead">{t(sureKeys[act], { rupees, tail })}</p>
      <Aloud detail={detail} consumer={consumer} rupees={rupees} />
      {settling.name === 'asking' ? <Message tone="warn">▲ {t('exceptions.asking')}</Message> : null}
      {settling.name === 'not-recorded' ? <Message tone="warn">{t('exceptions.notRecorded')}</Message> : null}
      <FaultMessage fault={error} />
      <WhyNot error={error} />
      <DialogButtons
        backWords={t('app.back')}
        onBack={isBusy ? stay : onBack}
        doWords={t(doKeys[act], { rupees })}
        hand
        testId="exception-do"
      />
    </KeyForm>
  );
}

interface AloudProps {
  readonly detail: ExceptionDetailView;
  readonly consumer: ConsumerView | null;
  readonly rupees: string;
}

/** The person who gets the money: the chosen one, or the one on the receipt. */
function Aloud({ detail: { row }, consumer, rupees }: AloudProps) {
  const { t } = useText();
  const meter = consumer?.meter ?? row.meter;
  return (
    <dl className="aloud" data-testid="aloud">
      <div>
        <dt>{t('exceptions.toName')}</dt>
        <dd>{consumer?.name ?? row.name ?? t('exceptions.noName')}</dd>
      </div>
      <div>
        <dt>{t('exceptions.toNumber')}</dt>
        <dd>{consumer?.consumer ?? row.consumer}</dd>
      </div>
      <div>
        <dt>{t('exceptions.meterEnds')}</dt>
        <dd>{meter === null ? t('exceptions.noMeter') : `…${meter.slice(-4)}`}</dd>
      </div>
      <div>
        <dt>{t('exceptions.amount')}</dt>
        <dd>{rupees}</dd>
      </div>
    </dl>
  );
}

/** The reason of the desk itself, where that is what refused it. */
function WhyNot({ error }: { readonly error: CounterError | null }) {
  const { language } = useText();
  const reason = error?.params['reason'];
  const why = notNowReasons.find((one): one is NotNow => one === reason);
  return why === undefined ? null : <Message tone="warn">{notNowText[why][language]}</Message>;
}
