import type { HeadLine, LedgerLine } from '../journal/every-entry.ts';
import type { EntryDraft } from '../journal/entry.ts';
import { paise } from '../money.ts';
import { rechargeLedger } from '../recharge/recharge-draft.ts';
import type { IsoDate } from '../time.ts';
import type { RechargeLink, SettlementLink } from './chain.ts';

/** Rule of the `override` entry that names who looks after an exception. */
export const ownerRule = 'exception-owner';

interface Act {
  readonly uid: string;
  readonly day: { readonly uid: string; readonly businessDate: IsoDate } | null;
  readonly operator: string;
  readonly reason: string;
}

/** Asks the head end for the credit that it refused: under another name, or once more. No cash moves. */
export function settlementDraft(
  act: Act & {
    readonly recharge: RechargeLink;
    readonly tip: RechargeLink | SettlementLink;
    readonly outcome: SettlementLink['outcome'];
    /** Whom to credit. */
    readonly to: Pick<SettlementLink, 'consumer' | 'meter' | 'meterKind'>;
  },
): Extract<EntryDraft, { kind: 'refusal settled' }> {
  const { recharge, tip, to } = act;
  return {
    kind: 'refusal settled',
    ...common(act),
    shift: null,
    ledger: [],
    ref: tip.uid,
    receiptNumber: recharge.receiptNumber,
    outcome: act.outcome,
    reason: act.reason,
    by: null,
    approver: act.operator,
    credit: {
      consumer: to.consumer,
      meter: to.meter,
      meterKind: to.meterKind,
      amountPaise: paise(recharge.amountPaise),
      heads: named(tip.heads),
    },
  };
}

/** Cash goes back out of the drawer of an open shift, for the heads for which it came. */
export function refundDraft(
  act: Act & {
    readonly day: { readonly uid: string; readonly businessDate: IsoDate };
    readonly shift: string;
    readonly recharge: RechargeLink;
    readonly tip: RechargeLink | SettlementLink;
    /** The second person; the operator where the amount asks for none. */
    readonly approver: string;
  },
): Extract<EntryDraft, { kind: 'refund' }> {
  const { recharge, tip } = act;
  return {
    kind: 'refund',
    ...common(act),
    shift: act.shift,
    ledger: turned(rechargeLedger(recharge.heads)),
    ref: tip.uid,
    receiptNumber: recharge.receiptNumber,
    consumer: recharge.consumer,
    amountPaise: paise(recharge.amountPaise),
    reason: act.reason,
    approver: act.approver,
  };
}

/** The `approver` of this entry is the owner: the next word about the same exception overrules it. */
export function ownerDraft(
  act: Act & { readonly recharge: string; readonly owner: string },
): Extract<EntryDraft, { kind: 'override' }> {
  return {
    kind: 'override',
    ...common(act),
    shift: null,
    ledger: [],
    ref: act.recharge,
    rule: ownerRule,
    reason: act.reason,
    approver: act.owner,
  };
}

function common({ uid, day, operator }: Act) {
  return {
    v: 1,
    uid,
    businessDate: day?.businessDate ?? null,
    day: day?.uid ?? null,
    operator,
  } as const;
}

/** With a name found, nothing waits in suspense any more. */
function named(heads: readonly HeadLine[]): HeadLine[] {
  return heads.map(({ head, amountPaise }) => ({
    head: head === 'suspense' ? 'recharge' : head,
    amountPaise,
  }));
}

function turned(lines: readonly LedgerLine[]): LedgerLine[] {
  return lines.map(({ account, amountPaise }) => ({ account, amountPaise: paise(-amountPaise) }));
}
