import { Fragment } from 'react';
import { formatRupees } from '../../counter/money.ts';
import { assertNever } from '../../counter/result.ts';
import { amountInWords } from '../../counter/text/amount-in-words.ts';
import type { RechargeView } from '../../electron/contract/view-schemas.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { Message } from '../parts/Message.tsx';
import type { Translate } from '../text/i18n.ts';
import { useText } from '../text/i18n.ts';

interface RecordedCardProps {
  readonly recharge: RechargeView;
  readonly restored: boolean;
  /** True while a dialog lies over the card. */
  readonly covered: boolean;
  readonly onNext: () => void;
}

/** Said only after journal and second copy: what was recorded, and what to give back. */
export function RecordedCard({ recharge, restored, covered, onNext }: RecordedCardProps) {
  const { t, language } = useText();
  return (
    <section
      className="column card decide recorded"
      data-testid="recorded"
      data-uid={recharge.uid}
      role="status"
    >
      <header className={`recorded-head credit-${recharge.credit}`}>
        <h1>
          <span aria-hidden="true">●</span> {t('sell.recorded')}
        </h1>
        <p className="receipt-number">
          {t('sell.receiptNumber')} <strong data-testid="receipt-number">{recharge.receiptNumber}</strong>
        </p>
      </header>
      <div className="decide-body">
        {restored ? <Message tone="warn">▲ {t('sell.recordedRestored')}</Message> : null}
        <div className="recorded-who">
          <p>
            <span className="name" title={recharge.name ?? ''}>
              {recharge.name ?? t('sell.suspenseName', { number: recharge.consumer })}
            </span>
            <span className="number">
              {recharge.meter === null
                ? recharge.consumer
                : `${recharge.consumer} · …${recharge.meter.slice(-4)}`}
            </span>
          </p>
          <output className="money" data-testid="recorded-amount">
            {formatRupees(recharge.amountPaise, 'hide-zero')}
          </output>
        </div>
        <p className="words amount-words">{amountInWords(recharge.amountPaise, language)}</p>
        <p
          className={`credit-line credit-${recharge.credit}`}
          data-testid="credit-state"
          data-credit={recharge.credit}
        >
          {creditWords(recharge.credit, t)}
          {recharge.reference === null ? null : (
            <span className="reference">
              {t('sell.reference')} {recharge.reference}
            </span>
          )}
        </p>
        {recharge.copies === 'single' ? <Message tone="bad">▲ {t('sell.singleCopy')}</Message> : null}
        <Tokens tokens={recharge.tokens} />
        <div className="say" data-testid="say">
          <span className="group-label">{t('sell.say')}</span>
          <p>{t(sayKey(recharge))}</p>
        </div>
      </div>
      <div className="decide-foot">
        <div className="change-big">
          <span>{recharge.changePaise === 0 ? t('sell.changeNone') : t('sell.changeBig')}</span>
          {recharge.changePaise === 0 ? null : (
            <output className="money" data-testid="recorded-change">
              {formatRupees(recharge.changePaise, 'hide-zero')}
            </output>
          )}
        </div>
        <ActionButton kind="primary" keyName={t('app.enter')} hand={!covered} onAct={onNext} testId="next">
          {`${t('sell.next')} — ${t('sell.nextHint')}`}
        </ActionButton>
      </div>
    </section>
  );
}

function Tokens({ tokens }: { readonly tokens: readonly string[] }) {
  const { t } = useText();
  if (tokens.length === 0) return null;
  return (
    <div className={tokens.length === 1 ? 'tokens' : 'tokens many'}>
      {tokens.map((token, index) => (
        <div key={token} className="token-row">
          <span className="group-label">
            {tokens.length === 1
              ? t('sell.token')
              : t('sell.tokenOf', { n: index + 1, count: tokens.length })}
          </span>
          <output className="token" data-testid="token">
            {token.match(/\d{4}/gu)?.map((group, at) => (
              // Groups of one token never move among themselves, so their place is their key.
              <Fragment key={at}>
                {at === 0 ? '' : ' '}
                <span>{group}</span>
              </Fragment>
            ))}
          </output>
        </div>
      ))}
    </div>
  );
}

/** What the cashier says to the person at the window, for there is no other word of what becomes of the money. */
function sayKey({ credit, tokens }: RechargeView) {
  switch (credit) {
    case 'confirmed':
      return tokens.length > 0 ? 'sell.sayToken' : 'sell.sayConfirmed';
    case 'pending':
      return tokens.length > 0 ? 'sell.sayToken' : 'sell.sayPending';
    case 'rejected':
      return 'sell.sayRejected';
    default:
      return assertNever(credit);
  }
}

function creditWords(credit: RechargeView['credit'], t: Translate): string {
  switch (credit) {
    case 'confirmed':
      return `● ${t('sell.recordedConfirmed')}`;
    case 'pending':
      return `▲ ${t('sell.recordedPending')}`;
    case 'rejected':
      return `■ ${t('sell.recordedRejected')}`;
    default:
      return assertNever(credit);
  }
}
