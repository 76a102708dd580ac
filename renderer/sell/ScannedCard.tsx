import { formatRupees } from '../../counter/money.ts';
import type { ScannedView } from '../../electron/contract/guard-schemas.ts';
import type { Level } from '../app/status-model.ts';
import { shapes } from '../app/StatusBar.tsx';
import { useNow } from '../app/use-now.ts';
import { StateMark } from '../sent/StateMark.tsx';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import type { Scan } from './sell-form.ts';

const verdicts = {
  'known-here': { level: 'good', words: 'scanned.knownHere' },
  'not-in-journal': { level: 'warn', words: 'scanned.notInJournal' },
  unverified: { level: 'warn', words: 'scanned.unverified' },
  'other-office': { level: 'stop', words: 'scanned.otherOffice' },
  'from-the-future': { level: 'stop', words: 'scanned.fromTheFuture' },
  forged: { level: 'stop', words: 'scanned.forged' },
  'not-a-receipt': { level: 'stop', words: 'scanned.notAReceipt' },
} as const satisfies Record<ScannedView['is'], { level: Level; words: string }>;

/** The receipt that was scanned last: whether it is genuine, how much, when, where, and where it stands. */
export function ScannedCard({ scan }: { readonly scan: Scan }) {
  const { t, language } = useText();
  const now = useNow(30_000);
  if (scan.last === null) return null;
  const { is, receipt, state } = scan.last;
  const { level, words } = verdicts[is];
  return (
    <div className={`scanned level-${level}`} role="status" data-testid="scanned" data-is={is}>
      <p className="words">
        <span aria-hidden="true">{shapes[level]}</span> {t(words, { counter: receipt?.counter ?? '' })}
      </p>
      {receipt === null ? null : (
        <p className="scanned-facts">
          <strong>{formatRupees(receipt.amountPaise, 'hide-zero')}</strong>
          <span>
            {t('scanned.taken', { when: when(receipt.takenAt, now, t, language), counter: receipt.counter })}
          </span>
          <span>{receipt.receiptNumber}</span>
          {state === null ? null : <StateMark state={state} />}
        </p>
      )}
    </div>
  );
}
