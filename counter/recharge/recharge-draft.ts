import type { HeadLine, LedgerLine } from '../journal/every-entry.ts';
import type { EntryDraft } from '../journal/entry.ts';
import type { Approval } from '../journal/recharge-entries.ts';
import { paise, sumPaise } from '../money.ts';
import { assert } from '../result.ts';

export type RechargeDraft = Extract<EntryDraft, { kind: 'recharge' }>;

/** Everything that is decided before a recharge is written. */
export interface RechargeIntent {
  readonly uid: string;
  readonly day: { readonly uid: string; readonly businessDate: string };
  readonly shift: string;
  readonly cashier: string;
  readonly consumer: string;
  /** What the directory said; null for a consumer that it does not know. */
  readonly known: {
    readonly name: string;
    readonly meter: string;
    readonly meterKind: 'managed' | 'sts';
  } | null;
  readonly amountPaise: number;
  readonly tenderedPaise: number;
  readonly approvals: readonly Approval[];
  /** uid of the open outage, if any. */
  readonly outage: string | null;
}

/** A recharge as the journal takes it. One head line by default; the books balance to zero. */
export function rechargeDraft(intent: RechargeIntent): RechargeDraft {
  const amountPaise = paise(intent.amountPaise);
  assert(amountPaise > 0, 'a recharge moves money');
  assert(intent.tenderedPaise >= amountPaise, 'the cash covers the amount');
  const heads: HeadLine[] = [{ head: intent.known === null ? 'suspense' : 'recharge', amountPaise }];
  return {
    kind: 'recharge',
    v: 1,
    uid: intent.uid,
    businessDate: intent.day.businessDate,
    day: intent.day.uid,
    shift: intent.shift,
    operator: intent.cashier,
    ledger: rechargeLedger(heads),
    ref: null,
    consumer: intent.consumer,
    consumerName: intent.known?.name ?? null,
    meter: intent.known?.meter ?? null,
    meterKind: intent.known?.meterKind ?? null,
    amountPaise,
    heads,
    tenderedPaise: intent.tenderedPaise,
    changePaise: paise(intent.tenderedPaise - amountPaise),
    approvals: intent.approvals,
    outage: intent.outage,
    poolTokens: [],
  };
}

/** Cash in the drawer grows by the sum of the heads; each head is owed to its own account. */
export function rechargeLedger(heads: readonly HeadLine[]): LedgerLine[] {
  const dues = heads.map((line): LedgerLine => ({
    account: line.head === 'suspense' ? 'suspense-dues' : 'recharge-dues',
    amountPaise: paise(-line.amountPaise),
  }));
  return [{ account: 'cash-drawer', amountPaise: sumPaise(heads.map((line) => line.amountPaise)) }, ...dues];
}

/** Whether a call that repeats a uid means the same act as the recorded one. */
export function sameRecharge(
  recorded: { readonly consumer: string; readonly amountPaise: number; readonly tenderedPaise: number },
  asked: { readonly consumer: string; readonly amountPaise: number; readonly tenderedPaise: number },
): boolean {
  return (
    recorded.consumer === asked.consumer &&
    recorded.amountPaise === asked.amountPaise &&
    recorded.tenderedPaise === asked.tenderedPaise
  );
}
