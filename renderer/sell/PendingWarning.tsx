import { formatRupees } from '../../counter/money.ts';
import { useCounter } from '../app/counter-store.ts';
import { useNow } from '../app/use-now.ts';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { pendingFacts, type PendingSource } from './pending-facts.ts';
import type { Chosen, Scan } from './sell-form.ts';

const sourceKeys = {
  here: 'pendingFrom.here',
  'head-end': 'pendingFrom.headEnd',
  scanned: 'pendingFrom.scanned',
} as const satisfies Record<PendingSource['from'], string>;

/** What this consumer has paid already and nobody has credited yet, by who says so. */
export function PendingWarning({ chosen, scan }: { readonly chosen: Chosen; readonly scan: Scan }) {
  const { t, language } = useText();
  const now = useNow(30_000);
  const counter = useCounter((state) => state.counter?.id ?? '') ?? '';
  const facts = pendingFacts(chosen, scan.all, counter, now);
  const at = (wallMs: number): string => when(wallMs, now, t, language);
  if (facts.sources.length === 0 && facts.credits.length === 0) return null;
  return (
    <div className="warning pending-warning" role="status" data-testid="pending-guard">
      {facts.count === 0 ? null : (
        <p>
          <strong>
            ▲{' '}
            {t('pendingFrom.total', {
              count: facts.count,
              rupees: formatRupees(facts.sumPaise, 'hide-zero'),
            })}
          </strong>{' '}
          {t('pendingFrom.ask')}
        </p>
      )}
      <ul className="sources">
        {facts.sources.map((source) => (
          <li key={`${source.from} ${source.counter}`} data-testid={`pending-${source.from}`}>
            {t(sourceKeys[source.from], {
              count: source.count,
              rupees: formatRupees(source.sumPaise, 'hide-zero'),
              when: at(source.lastAt),
              counter: source.counter,
            })}
          </li>
        ))}
        {facts.credits.map((credit) => (
          <li key={`${credit.counter} ${credit.takenAt}`} data-testid="credit-elsewhere">
            {t('pendingFrom.credited', {
              rupees: formatRupees(credit.amountPaise, 'hide-zero'),
              when: at(credit.takenAt),
              counter: credit.counter,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
