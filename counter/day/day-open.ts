import type { EntryDraft } from '../journal/entry.ts';
import { kolkataDate, type IsoDate } from '../time.ts';

export type DayOpenedDraft = Extract<EntryDraft, { kind: 'day opened' }>;

/** The date of a day is the calendar date at its opening; the head cashier confirms it, never chooses it. */
export function dateToConfirm(nowMs: number): IsoDate {
  return kolkataDate(nowMs);
}

export function dayOpenedDraft(intent: {
  readonly uid: string;
  readonly businessDate: IsoDate;
  readonly operator: string;
  /** How many days were opened on this date before. */
  readonly sessionsBefore: number;
}): DayOpenedDraft {
  return {
    kind: 'day opened',
    v: 1,
    uid: intent.uid,
    businessDate: intent.businessDate,
    day: intent.uid,
    shift: null,
    operator: intent.operator,
    ledger: [],
    ref: null,
    session: intent.sessionsBefore + 1,
  };
}
