import type { ExceptionTab } from '../../counter/exception/desk-list.ts';
import { formatRupees } from '../../counter/money.ts';
import type { Language } from '../../counter/text/amount-in-words.ts';
import type {
  ExceptionDetailView,
  ExceptionRowView,
  SaidView,
} from '../../electron/contract/exception-schemas.ts';
import type { PersonView } from '../../electron/contract/view-schemas.ts';
import type { Translate } from '../text/i18n.ts';

/** An act of the desk that asks the head end for a credit or gives cash back. */
export type Act = 'moved' | 'matched' | 'resubmitted' | 'refunded';

export const tabKeys = {
  open: 'exceptions.tabOpen',
  suspense: 'exceptions.tabSuspense',
  waiting: 'exceptions.tabWaiting',
  settled: 'exceptions.tabSettled',
} as const satisfies Record<ExceptionTab, string>;

const standingKeys = {
  credited: 'exceptions.standing.credited',
  settled: 'exceptions.standing.settled',
  differs: 'exceptions.standing.differs',
  refunded: 'exceptions.standing.refunded',
  cancelled: 'exceptions.standing.cancelled',
  unsent: 'exceptions.standing.unsent',
  pending: 'exceptions.standing.pending',
  refused: 'exceptions.standing.refused',
  suspense: 'exceptions.standing.suspense',
} as const satisfies Record<ExceptionRowView['standing'], string>;

export const storyKeys = {
  recharge: 'exceptions.storyWhat.recharge',
  moved: 'exceptions.storyWhat.moved',
  matched: 'exceptions.storyWhat.matched',
  resubmitted: 'exceptions.storyWhat.resubmitted',
  refund: 'exceptions.storyWhat.refund',
  cancellation: 'exceptions.storyWhat.cancellation',
} as const satisfies Record<ExceptionDetailView['story'][number]['what'], string>;

const creditKeys = {
  applied: 'exceptions.storyCredit.applied',
  pending: 'exceptions.storyCredit.pending',
  rejected: 'exceptions.storyCredit.rejected',
} as const;

export function standingWords({ standing }: ExceptionRowView, t: Translate): string {
  return t(standingKeys[standing]);
}

/** `●`, `▲` or `■`, as everywhere: colour never tells it alone. Red is for what is over its time. */
export function standingMark({ standing, clock }: ExceptionRowView): 'good' | 'warn' | 'stop' {
  if (clock !== null) return clock.is === 'over' ? 'stop' : 'warn';
  return standing === 'pending' || standing === 'unsent' ? 'warn' : 'good';
}

export function creditWords(said: SaidView | null, t: Translate): string {
  return said === null || said.credit === 'none' ? '' : t(creditKeys[said.credit]);
}

/** What the head end said, in the language of the screen. */
export function saidWords(row: ExceptionRowView, language: Language, t: Translate): string {
  const { said } = row;
  if (said === null) return t('exceptions.headEndSilent');
  if (row.standing === 'differs') {
    const rupees = formatRupees(said.amountPaise ?? row.amountPaise, 'hide-zero');
    return t('exceptions.differsWords', { rupees, consumer: said.consumer ?? row.consumer });
  }
  return said.text?.[language] ?? t('exceptions.noWords', { code: said.code ?? said.credit });
}

export function clockWords({ clock }: ExceptionRowView, t: Translate): string {
  if (clock === null) return '';
  if (clock.is === 'over') return t('exceptions.daysOver', { count: clock.by });
  return clock.left === 0 ? t('exceptions.lastDay') : t('exceptions.daysLeft', { count: clock.left });
}

export function personWords(
  person: string | null,
  people: readonly PersonView[],
  language: Language,
): string {
  return people.find((one) => one.person === person)?.name[language] ?? person ?? '';
}
