import { useState } from 'react';
import type { CounterError } from '../../electron/contract/errors.ts';
import type { PrintJobView, RechargeView } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { reasonWords } from '../app/status-model.ts';
import { FaultMessage } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';
import { useHand } from '../parts/use-hand.ts';
import { receiptTail } from './print-words.ts';

interface PrintQuestionProps {
  readonly questions: readonly PrintJobView[];
  readonly lastRecharge: RechargeView | null;
  readonly onClose: () => void;
}

/**
 * One precise question about one slip. No answer is preset: the focus stands on the question, and only
 * an arrow or Tab brings it to yes or no, so that an Enter meant for something else answers nothing.
 */
export function PrintQuestion({ questions, lastRecharge, onClose }: PrintQuestionProps) {
  const { t } = useText();
  const [fault, setFault] = useState<CounterError | null>(null);
  const [busy, setBusy] = useState(false);
  const hand = useHand<HTMLDivElement>();
  const job = questions[0];
  if (job === undefined) return null;
  const tail = receiptTail(job.receiptNumber);
  const token = lastRecharge?.uid === job.entry ? lastRecharge.tokens.at(-1)?.slice(-4) : undefined;
  const answer = async (onPaper: 'yes' | 'no'): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const reply = await call('print.answer', { job: job.job, onPaper });
    setBusy(false);
    setFault(reply.ok ? null : reply.error);
    if (reply.ok && questions.length <= 1) onClose();
  };
  return (
    <Overlay title={t('question.title')} onClose={onClose} testId="print-question">
      <div
        className="stack"
        tabIndex={-1}
        ref={hand}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.repeat) event.preventDefault();
          const side = { ArrowLeft: 0, ArrowUp: 0, ArrowRight: 1, ArrowDown: 1 }[event.key];
          if (side === undefined) return;
          event.currentTarget.querySelectorAll('button')[side]?.focus();
          event.preventDefault();
        }}
      >
        <p className="ask">
          {job.slip === 'counterfoil' || job.slip === 'refund-slip'
            ? t(job.slip === 'counterfoil' ? 'question.askCounterfoil' : 'question.askRefund')
            : job.slip === 'usb-manifest'
              ? t('question.askUsb')
              : job.receiptNumber === null
                ? t('question.askShift')
                : token === undefined
                  ? t('question.ask', { tail })
                  : t('question.askToken', { tail, token })}
        </p>
        {job.receiptNumber === null ? null : (
          <p className="small">{t('question.number', { receipt: job.receiptNumber })}</p>
        )}
        <p className="lead">{t('question.why', { reason: reasonWords(job.reason, t) })}</p>
        <FaultMessage fault={fault} />
        <div className="answers">
          <button type="button" data-testid="on-paper-yes" onClick={() => void answer('yes')}>
            <span className="answer">● {t('question.yes')}</span>
            <span className="note">{t('question.yesNote')}</span>
          </button>
          <button type="button" data-testid="on-paper-no" onClick={() => void answer('no')}>
            <span className="answer">■ {t('question.no')}</span>
            <span className="note">{t('question.noNote')}</span>
          </button>
        </div>
        <p className="small">
          <kbd>{t('app.escape')}</kbd> {t('question.later')}
          {questions.length > 1 ? ` · ${t('question.more', { count: questions.length - 1 })}` : ''}
        </p>
      </div>
    </Overlay>
  );
}
