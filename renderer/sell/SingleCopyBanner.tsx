import { formatRupees } from '../../counter/money.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { Message } from '../parts/Message.tsx';
import { useText } from '../text/i18n.ts';

const reasonKeys = {
  lost: 'singleCopy.lost',
  none: 'singleCopy.none',
  'same-device': 'singleCopy.sameDevice',
} as const;

/** Loud and in words: every sale from here on stands in one copy alone, and what follows from that. */
export function SingleCopyBanner({ copy }: { readonly copy: CounterState['secondCopy'] }) {
  const { t } = useText();
  const { single } = copy;
  if (single === null) return null;
  const sum = formatRupees(single.sumPaise, 'hide-zero');
  return (
    <div className="single-copy" data-testid="single-copy" data-due={single.due}>
      <Message tone="bad">
        <strong>■ {t(reasonKeys[single.reason])}</strong>{' '}
        {single.due
          ? t('singleCopy.due')
          : t('singleCopy.count', { sales: single.sales, of: single.salesPerApproval, sum })}
      </Message>
    </div>
  );
}
