import type { EntryDraft } from '../journal/entry.ts';
import type { Reprint } from '../journal/recharge-entries.ts';
import type { IsoDate } from '../time.ts';

/** One further copy goes without a second person; from the second on somebody approves. */
export const copiesWithoutApprover = 1;

export function copyNeedsApprover(copy: number): boolean {
  return copy > copiesWithoutApprover;
}

export function reprintDraft(intent: {
  readonly uid: string;
  /** Present state of day and shift: a copy may be asked for when either is closed. */
  readonly day: { readonly uid: string; readonly businessDate: IsoDate } | null;
  readonly shift: string | null;
  readonly operator: string;
  /** uid of the recharge. */
  readonly recharge: string;
  readonly receiptNumber: string;
  readonly copy: number;
  readonly reason: Reprint['reason'];
  readonly approver: string | null;
}): Extract<EntryDraft, { kind: 'reprint' }> {
  return {
    kind: 'reprint',
    v: 1,
    uid: intent.uid,
    businessDate: intent.day?.businessDate ?? null,
    day: intent.day?.uid ?? null,
    shift: intent.shift,
    operator: intent.operator,
    ledger: [],
    ref: intent.recharge,
    receiptNumber: intent.receiptNumber,
    copy: intent.copy,
    reason: intent.reason,
    approver: intent.approver,
  };
}
