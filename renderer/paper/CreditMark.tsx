import type { RechargeView } from '../../electron/contract/view-schemas.ts';
import { useText } from '../text/i18n.ts';

const marks = {
  confirmed: { shape: '●', level: 'good', words: 'credit.confirmed' },
  pending: { shape: '▲', level: 'warn', words: 'credit.pending' },
  rejected: { shape: '■', level: 'stop', words: 'credit.rejected' },
} as const satisfies Record<RechargeView['credit'], { shape: string; level: string; words: string }>;

/** How the head end stands to the money, by shape, word and colour. */
export function CreditMark({ credit }: { readonly credit: RechargeView['credit'] }) {
  const { t } = useText();
  const mark = marks[credit];
  return (
    <span className={`mark level-${mark.level}`} data-testid="credit" data-credit={credit}>
      <span className="words">
        <span aria-hidden="true">{mark.shape}</span> {t(mark.words)}
      </span>
    </span>
  );
}
