import { formatRupees } from '../../counter/money.ts';
import { kolkataDate } from '../../counter/time.ts';
import type { ConsumerView } from '../../electron/contract/view-schemas.ts';
import { useNow } from '../app/use-now.ts';
import { shortDate } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { freshness } from '../../counter/consumer/age-of-data.ts';
import { PendingWarning } from './PendingWarning.tsx';
import type { Chosen, Scan } from './sell-form.ts';

interface ReadBackCardProps {
  readonly chosen: Chosen;
  readonly testId?: string;
}

/** Who stands at the window, as it is read back aloud: name, meter's end, and what is known with its date. */
export function ReadBackCard({ chosen, testId = 'read-back' }: ReadBackCardProps) {
  const { t } = useText();
  const { consumer } = chosen;
  if (consumer === null) {
    return (
      <header className="who" data-testid={testId}>
        <div className="who-name">
          <h1>{t('sell.suspenseName', { number: chosen.number })}</h1>
        </div>
      </header>
    );
  }
  return (
    <>
      <header className="who" data-testid={testId}>
        <div className="who-name">
          <h1 title={consumer.name} className={consumer.name.length > 48 ? 'long' : ''}>
            {consumer.name}
          </h1>
          <p className="one-line">
            {describe(consumer, t('units.kw', { n: kilowatts(consumer.loadWatts) }))}
          </p>
        </div>
        <div className="meter-end">
          <p>{t('sell.meterEnds')}</p>
          <strong data-testid="meter-end">…{consumer.meterLastFour}</strong>
        </div>
      </header>
      <dl className="known-facts">
        <div>
          <dt>{t('sell.account')}</dt>
          <dd>{consumer.consumer}</dd>
        </div>
        <DatedAmount consumer={consumer} />
        <div>
          <dt>{t('sell.usual')}</dt>
          <dd>
            {consumer.usualRechargePaise === null
              ? t('sell.unknown')
              : formatRupees(consumer.usualRechargePaise, 'hide-zero')}
          </dd>
        </div>
      </dl>
    </>
  );
}

function describe(consumer: ConsumerView, load: string): string {
  const tariff = consumer.loadWatts === null ? consumer.tariff : `${consumer.tariff}, ${load}`;
  return [consumer.relation, consumer.address, tariff]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}

function kilowatts(watts: number | null): string {
  const hundredths = Math.round((watts ?? 0) / 10);
  return `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

/** Arrears where there are some, else the balance; faded after a day, struck out after three. */
function DatedAmount({ consumer }: { readonly consumer: ConsumerView }) {
  const { t, language } = useText();
  const now = useNow(30_000);
  const owes = consumer.arrears !== null && consumer.arrears.amountPaise > 0;
  const known = owes ? consumer.arrears : consumer.balance;
  if (known === null) {
    return (
      <div>
        <dt>{t('sell.balanceNone')}</dt>
        <dd className="faded">{t('sell.unknown')}</dd>
      </div>
    );
  }
  const age = freshness(known.at, now);
  const date = shortDate(kolkataDate(known.at), language);
  return (
    <div>
      <dt>{owes ? t('sell.arrears', { date }) : t('sell.balance', { date })}</dt>
      <dd className={age} data-testid="dated-amount" data-age={age}>
        <span>{formatRupees(known.amountPaise)}</span>
        {age === 'struck' ? <em> {t('sell.tooOld')}</em> : null}
      </dd>
    </div>
  );
}

const statusKeys = {
  disconnected: 'sell.statusDisconnected',
  blocked: 'sell.statusBlocked',
  closed: 'sell.statusClosed',
} as const satisfies Record<Exclude<ConsumerView['status'], 'active'>, string>;

/** What this counter holds for the consumer already, or that the number goes into suspense. One sentence, no block. */
export function Warnings({ chosen, scan }: { readonly chosen: Chosen; readonly scan: Scan }) {
  const { t } = useText();
  return (
    <>
      {chosen.consumer === null ? (
        <p className="warning" role="status" data-testid="suspense-notice">
          <strong>▲ {t('sell.suspenseTitle')}</strong> {t('sell.suspenseLead')}
        </p>
      ) : null}
      {chosen.consumer === null || chosen.consumer.status === 'active' ? null : (
        <p className="warning calm-notice" role="status" data-testid="consumer-status">
          <strong>▲ {t(statusKeys[chosen.consumer.status])}</strong> {t('sell.statusLead')}
        </p>
      )}
      <PendingWarning chosen={chosen} scan={scan} />
      {(chosen.readBack?.needs.length ?? 0) > 0 ? (
        <p className="warning" role="status" data-testid="approval-ahead">
          ▲ {t('sell.approvalAhead')}
        </p>
      ) : null}
    </>
  );
}
