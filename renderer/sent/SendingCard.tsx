import { formatRupees, groupIndian } from '../../counter/money.ts';
import { uploadFaultText } from '../../counter/text/upload-fault-text.ts';
import { assertNever } from '../../counter/result.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { pageNow, useSnapshot } from '../app/counter-store.ts';
import { leftMs, rowsPerSecond, type UploadProgress } from '../app/upload-progress.ts';
import { useNow } from '../app/use-now.ts';
import { ProgressLine } from '../parts/ProgressLine.tsx';
import { clockTime, duration, when } from '../text/calendar.ts';
import { useText, type Text } from '../text/i18n.ts';
import { sendNowOutcome, type Pressed, type SendNowOutcome } from './send-now-model.ts';

interface SendingCardProps {
  readonly state: CounterState;
  readonly pressed: Pressed | null;
}

/** What waits, how it goes up, why it does not, and what came of "send now". */
export function SendingCard({ state, pressed }: SendingCardProps) {
  const text = useText();
  const now = useNow(1_000);
  const progress = useSnapshot((snapshot) => snapshot.progress);
  const { unsent, headEnd } = state;
  const outcome = pressed === null ? null : sendNowOutcome(pressed, state);
  return (
    <div className={unsent.count === 0 ? 'sending-card' : 'sending-card waits'} data-testid="sending-card">
      <p className="waiting">
        <strong data-testid="unsent-sum">
          {unsent.count === 0
            ? text.t('sent.allSent')
            : text.t('sent.waiting', {
                count: unsent.count,
                amount: groupIndian(unsent.count),
                rupees: formatRupees(unsent.sumPaise, 'hide-zero'),
              })}
        </strong>
        <span className="tries" data-testid="tries">
          {triesWords(headEnd, now, text)}
        </span>
      </p>
      {progress === null ? null : <Progress progress={progress} />}
      {headEnd.why === null || headEnd.link === 'answering' ? null : (
        <p className="why" data-testid="upload-fault">
          <strong>{uploadFaultText(headEnd.why, text.language).what}</strong>{' '}
          {uploadFaultText(headEnd.why, text.language).now}
        </p>
      )}
      <p
        className="pressed"
        role="status"
        data-testid="send-now-outcome"
        data-outcome={outcome?.kind ?? 'none'}
      >
        {outcome === null ? '\u00a0' : outcomeWords(outcome, text)}
      </p>
    </div>
  );
}

function Progress({ progress }: { readonly progress: UploadProgress }) {
  const { t } = useText();
  const nowMs = pageNow();
  const rate = rowsPerSecond(progress, nowMs);
  const left = leftMs(progress, nowMs);
  const { done, total } = progress;
  const words = [
    t('sent.sending', { done: groupIndian(done), total: groupIndian(total) }),
    rate === null ? null : t('sent.rate', { rows: groupIndian(rate) }),
    left === null ? null : t('sent.left', { left: duration(left, t) }),
  ];
  const label = words.filter((word) => word !== null).join(' · ');
  return (
    <div data-testid="upload-progress">
      <ProgressLine done={done} total={total} label={label} />
    </div>
  );
}

function triesWords(headEnd: CounterState['headEnd'], now: number, { t, language }: Text): string {
  const { triedAt, nextTryAt } = headEnd;
  const last =
    triedAt === null ? t('sent.neverTried') : t('sent.lastTry', { when: when(triedAt, now, t, language) });
  if (nextTryAt === null) return last;
  const next =
    nextTryAt <= now ? t('sent.tryingNow') : t('sent.nextTry', { wait: duration(nextTryAt - now, t) });
  return `${last} · ${next}`;
}

function outcomeWords(outcome: SendNowOutcome, { t }: Text): string {
  switch (outcome.kind) {
    case 'trying':
      return `○ ${t('sent.pressedTrying')}`;
    case 'nothing-waits':
      return `● ${t('sent.pressedNothing')}`;
    case 'sent':
      return `● ${t('sent.pressedSent', { count: outcome.sent, amount: groupIndian(outcome.sent), left: groupIndian(outcome.left) })}`;
    case 'silent':
      return `▲ ${t('sent.pressedSilent', { at: clockTime(outcome.nextTryAt) })}`;
    case 'stopped':
      return `■ ${t('sent.pressedStopped')}`;
    default:
      return assertNever(outcome);
  }
}
