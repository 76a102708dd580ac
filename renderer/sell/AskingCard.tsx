import { formatRupees } from '../../counter/money.ts';
import { useHand } from '../parts/use-hand.ts';
import { useText } from '../text/i18n.ts';
import { amountOf, type SellModel } from './sell-form.ts';

interface AskingCardProps {
  readonly model: SellModel;
  readonly tries: number;
}

/** The third outcome, unknown: it is looked up by its own id. There is nothing to press, on purpose. */
export function AskingCard({ model, tries }: AskingCardProps) {
  const { t } = useText();
  const hand = useHand<HTMLElement>();
  const amount = amountOf(model);
  const name = model.chosen?.consumer?.name ?? model.chosen?.number ?? null;
  return (
    <section className="column card decide idle" role="status" tabIndex={-1} ref={hand} data-testid="asking">
      <div className="calm">
        <span className="big-shape warn" aria-hidden="true">
          ▲
        </span>
        <h1 className="working">{t('sell.askingTitle')}</h1>
        {amount === null || name === null ? null : (
          <p className="asked-amount">
            {t('sell.askingAmount', { rupees: formatRupees(amount, 'hide-zero'), name })}
          </p>
        )}
        <p>{t('sell.askingLead')}</p>
        {tries > 0 ? <p className="small">{t('sell.askingTries', { count: tries })}</p> : null}
      </div>
    </section>
  );
}
