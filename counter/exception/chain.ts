import type { Answer } from '../journal/answer.ts';
import type { HeadLine } from '../journal/every-entry.ts';
import { assert } from '../result.ts';

/** What the head end last said of a money row. */
export interface LinkAnswer extends Pick<
  Answer,
  'record' | 'credit' | 'code' | 'text' | 'reference' | 'decidedAt'
> {
  /** What was credited; null where the head end does not say. */
  readonly amountPaise: number | null;
  /** Who was credited; null where the head end does not say. */
  readonly consumer: string | null;
  /** Wall time at which the first answer with this outcome was stored here. */
  readonly storedAt: number;
}

interface LinkCommon {
  readonly uid: string;
  readonly seq: number;
  readonly at: number;
  readonly operator: string;
  readonly amountPaise: number;
}

/** A row that asks the head end for a credit: the recharge, or a settlement of one that was refused. */
export interface CreditLink extends LinkCommon {
  readonly consumer: string;
  readonly meter: string | null;
  readonly meterKind: 'managed' | 'sts' | null;
  readonly heads: readonly HeadLine[];
  /** Null while it has not answered. */
  readonly answer: LinkAnswer | null;
  /** `given`: some answer held a meter token, or the sealed pool gave one with the sale. */
  readonly token: 'none' | 'given';
}

export interface RechargeLink extends CreditLink {
  readonly as: 'recharge';
  readonly receiptNumber: string;
  /** What the directory said at the sale; null for a consumer it did not know. */
  readonly consumerName: string | null;
  readonly businessDate: string;
}

export interface SettlementLink extends CreditLink {
  readonly as: 'settlement';
  /** uid of the recharge or of the refused settlement that this one settles. */
  readonly ref: string;
  readonly outcome: 'moved' | 'matched' | 'resubmitted';
  readonly reason: string;
  readonly approver: string;
}

/** Cash that went back over the counter. */
export interface CashLink extends LinkCommon {
  readonly as: 'refund' | 'cancellation';
  readonly ref: string;
  readonly reason: string;
  readonly approver: string;
}

/** Who looks after it, by the latest word. */
export interface OwnerLink {
  readonly person: string;
  readonly note: string;
  readonly at: number;
}

/** A recharge and everything that was done because the head end did not credit it. */
export interface Chain {
  readonly recharge: RechargeLink;
  /** In the order of the journal. Each hangs on the recharge or on a settlement before it. */
  readonly acts: readonly (SettlementLink | CashLink)[];
  /** Null for "nobody yet". */
  readonly owner: OwnerLink | null;
}

/**
 * Where the money of one recharge stands; each recharge is in exactly one of these. `tip` is the row that
 * decides it: the recharge itself, or the last settlement that hangs on it.
 */
export type Standing =
  | { readonly is: 'credited' | 'settled' | 'differs'; readonly tip: CreditLink }
  | { readonly is: 'refunded' | 'cancelled'; readonly tip: CashLink }
  /** Nobody has to act: no answer yet, or one that a later one follows. */
  | { readonly is: 'unsent' | 'pending'; readonly tip: RechargeLink | SettlementLink }
  | { readonly is: 'refused' | 'suspense'; readonly tip: RechargeLink | SettlementLink };

export function standingOf(chain: Chain): Standing {
  const { recharge, acts } = chain;
  const rows = [recharge, ...acts.filter((act) => act.as === 'settlement')];
  const credited = rows.filter(({ answer }) => answer?.credit === 'applied');
  const cash = acts.filter((act) => act.as !== 'settlement');
  const tip = tipOf(recharge, acts);
  const [paidBack] = cash;
  const [first] = credited;
  if (first === undefined) {
    if (paidBack === undefined) return standingOfTip(tip);
    return { is: paidBack.as === 'refund' ? 'refunded' : 'cancelled', tip: paidBack };
  }
  // Every rupee once: two credits, or a credit beside cash that went back, is money nobody can explain.
  const whole = credited.length === 1 && cash.length === 0 && namesTheRow(first);
  if (!whole) return { is: 'differs', tip: first };
  return { is: first.as === 'recharge' ? 'credited' : 'settled', tip: first };
}

/**
 * Whether the credit is that of the row. A consumer whom the counter did not know is found by the office:
 * then only the amount is compared.
 */
function namesTheRow(row: RechargeLink | SettlementLink): boolean {
  const { answer } = row;
  const sameAmount = answer?.amountPaise == null || answer.amountPaise === row.amountPaise;
  const wasUnknown = row.as === 'recharge' && row.consumerName === null;
  return sameAmount && (wasUnknown || answer?.consumer == null || answer.consumer === row.consumer);
}

function standingOfTip(tip: RechargeLink | SettlementLink): Standing {
  const { answer } = tip;
  if (answer === null) return { is: 'unsent', tip };
  if (answer.credit === 'rejected') return { is: 'refused', tip };
  const waitsForAName = answer.credit === 'pending' && answer.code === 'unknown-consumer';
  return { is: waitsForAName ? 'suspense' : 'pending', tip };
}

/**
 * The row on which everything hangs now. Where two settlements hang on one row (the journal of a clone, put
 * back), the one that may still be credited counts.
 */
function tipOf(recharge: RechargeLink, acts: Chain['acts']): RechargeLink | SettlementLink {
  let tip: RechargeLink | SettlementLink = recharge;
  for (let steps = 0; steps <= acts.length; steps += 1) {
    const next = settlementsOf(acts, tip.uid);
    const open = next.find(({ answer }) => answer?.credit !== 'rejected') ?? next.at(-1);
    if (open === undefined) return tip;
    assert(open.seq > tip.seq, 'a settlement follows what it settles');
    tip = open;
  }
  return tip;
}

function settlementsOf(acts: Chain['acts'], uid: string): SettlementLink[] {
  return acts.filter((act) => act.as === 'settlement').filter(({ ref }) => ref === uid);
}

/** Whether somebody at this counter has to act, or at least to tell the consumer. */
export function isOpen(standing: Standing): boolean {
  return standing.is === 'refused' || standing.is === 'suspense' || standing.is === 'differs';
}
