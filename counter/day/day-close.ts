import type { EntryDraft } from '../journal/entry.ts';
import type { IsoDate } from '../time.ts';

export type DayClosedDraft = Extract<EntryDraft, { kind: 'day closed' }>;

/** Closing never waits for the head end: what is unsent is written down and goes up later. */
export function dayClosedDraft(intent: {
  readonly uid: string;
  readonly day: { readonly uid: string; readonly businessDate: IsoDate };
  readonly operator: string;
  readonly totals: {
    readonly recharges: number;
    readonly takingsPaise: number;
    readonly cancellations: number;
    readonly cancelledPaise: number;
    readonly firstReceipt: string | null;
    readonly lastReceipt: string | null;
  };
  readonly unsent: { readonly count: number; readonly sumPaise: number };
}): DayClosedDraft {
  return {
    kind: 'day closed',
    v: 1,
    uid: intent.uid,
    businessDate: intent.day.businessDate,
    day: intent.day.uid,
    shift: null,
    operator: intent.operator,
    ledger: [],
    ref: intent.day.uid,
    recharges: intent.totals.recharges,
    takingsPaise: intent.totals.takingsPaise,
    cancellations: intent.totals.cancellations,
    cancelledPaise: intent.totals.cancelledPaise,
    unsent: intent.unsent.count,
    unsentPaise: intent.unsent.sumPaise,
    firstReceipt: intent.totals.firstReceipt,
    lastReceipt: intent.totals.lastReceipt,
  };
}
