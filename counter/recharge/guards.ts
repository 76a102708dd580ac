import type { ErrorCode } from '../error-codes.ts';
import type { Approval } from '../journal/recharge-entries.ts';

/** The settings of the guards, from configuration. */
export interface GuardSettings {
  /** Above this a second person approves the recharge. */
  readonly cashPerReceiptPaise: number;
  /** Never more cash than this from one consumer on one calendar day. */
  readonly cashPerConsumerDayPaise: number;
  /** The same consumer and amount within this time asks for a second person. 0 switches it off. */
  readonly sameAmountWindowMs: number;
}

/** What this counter knows of the consumer before the cash is taken. */
export interface GuardFacts {
  readonly amountPaise: number;
  /** Cash already taken from the consumer on this calendar day. */
  readonly takenTodayPaise: number;
  /** The same amount was recorded within the window. */
  readonly sameAmountBefore: boolean;
  /** Whether the directory knows the consumer. */
  readonly known: boolean;
  /** As many sales stand in one copy alone as one approval is good for. */
  readonly singleCopyDue: boolean;
}

export type GuardName = Approval['guard'];

export type GuardVerdict =
  | { readonly kind: 'allowed'; readonly needs: readonly GuardName[] }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly leftPaise: number };

/**
 * Guards ask for a second person and never end the day; the legal cash cap of a consumer and a
 * calendar day is the one bound that no approval lifts.
 */
export function judgeRecharge(settings: GuardSettings, facts: GuardFacts): GuardVerdict {
  const leftPaise = Math.max(0, settings.cashPerConsumerDayPaise - facts.takenTodayPaise);
  if (facts.amountPaise > leftPaise) return { kind: 'refused', code: 'CASH_CAP_OF_DAY', leftPaise };
  const needs: GuardName[] = [];
  if (!facts.known) needs.push('unknown-consumer');
  if (facts.amountPaise > settings.cashPerReceiptPaise) needs.push('above-cash-cap');
  if (facts.sameAmountBefore) needs.push('same-amount-again');
  if (facts.singleCopyDue) needs.push('single-copy');
  return { kind: 'allowed', needs };
}

/** The first time of taking that still counts as "again"; null when the guard is switched off. */
export function sameAmountSinceMs(settings: GuardSettings, nowMs: number): number | null {
  return settings.sameAmountWindowMs === 0 ? null : nowMs - settings.sameAmountWindowMs;
}

/** The guards that nobody has approved yet. */
export function unapproved(
  needs: readonly GuardName[],
  approvals: readonly { readonly guard: GuardName }[],
): GuardName[] {
  return needs.filter((need) => !approvals.some((approval) => approval.guard === need));
}
