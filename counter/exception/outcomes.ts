import { limits } from '../limits.ts';
import { assertNever } from '../result.ts';
import { type Chain, type RechargeLink, type SettlementLink, type Standing, standingOf } from './chain.ts';

/** How an exception can end by an act at this counter. */
export const outcomes = ['moved', 'resubmitted', 'matched', 'refunded'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why an outcome is not open now. Words in both languages: `text/exception-text.ts`. */
export const notNowReasons = [
  'credited',
  'settled',
  'refunded',
  'cancelled',
  'differs',
  /** The head end has not finally refused it: it may still credit it. */
  'not-refused',
  /** Only a payment that waits for a name can be matched. */
  'not-in-suspense',
  /** It waits for a name: the head end has not refused it. */
  'in-suspense',
  /** A settlement is on its way and may still be credited. */
  'settlement-waits',
  /** The head end credited it by a settlement that this journal does not hold. */
  'settled-elsewhere',
  'token-given',
  'too-many-tries',
  /** Moving needs another consumer than the refused row's. */
  'same-consumer',
] as const;
export type NotNow = (typeof notNowReasons)[number];

/** What the desk is asked to do with a chain. */
export type Wish =
  | { readonly outcome: 'moved' | 'matched'; readonly consumer: string }
  | { readonly outcome: 'resubmitted' | 'refunded' };

export type Verdict =
  /** `tip` is the row that the new entry names. */
  | { readonly is: 'allowed'; readonly tip: RechargeLink | SettlementLink }
  | { readonly is: 'not-now'; readonly why: NotNow };

/** The one judgement of the desk: asked by the screen, and again in the transaction that records the act. */
export function judgeWish(chain: Chain, wish: Wish): Verdict {
  const standing = standingOf(chain);
  const why = notNow(chain, standing, wish.outcome);
  if (why !== null) return { is: 'not-now', why };
  if (standing.is !== 'refused' && standing.is !== 'suspense') return { is: 'not-now', why: 'not-refused' };
  const { tip } = standing;
  const toSame = wish.outcome === 'moved' && wish.consumer === tip.consumer;
  return toSame ? { is: 'not-now', why: 'same-consumer' } : { is: 'allowed', tip };
}

/** For each outcome why it is not open now; null where it is. */
export function outcomesNow(chain: Chain): Readonly<Record<Outcome, NotNow | null>> {
  const standing = standingOf(chain);
  const open = (outcome: Outcome) => notNow(chain, standing, outcome);
  return {
    moved: open('moved'),
    resubmitted: open('resubmitted'),
    matched: open('matched'),
    refunded: open('refunded'),
  };
}

function notNow(chain: Chain, standing: Standing, outcome: Outcome): NotNow | null {
  switch (standing.is) {
    case 'credited':
    case 'settled':
    case 'refunded':
    case 'cancelled':
    case 'differs':
      return standing.is;
    case 'unsent':
    case 'pending':
      if (standing.tip.as === 'settlement') return 'settlement-waits';
      return outcome === 'matched' ? 'not-in-suspense' : 'not-refused';
    case 'suspense':
      if (outcome !== 'matched') return 'in-suspense';
      return notAnyMore(chain, standing.tip);
    case 'refused':
      if (outcome === 'matched') return 'not-in-suspense';
      return notAnyMore(chain, standing.tip);
    default:
      return assertNever(standing);
  }
}

/** A token is worth its money to whoever holds it: nothing is credited or paid beside it. */
function notAnyMore({ recharge, acts }: Chain, tip: RechargeLink | SettlementLink): NotNow | null {
  const rows = [recharge, ...acts.filter((act) => act.as === 'settlement')];
  if (rows.some(({ token }) => token === 'given')) return 'token-given';
  if (tip.answer?.code === 'matched-elsewhere') return 'settled-elsewhere';
  return rows.length > limits.settlementsPerRechargeMax ? 'too-many-tries' : null;
}
