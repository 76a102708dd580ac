import type { IsoDate } from '../time.ts';
import type { EntryDraft } from './entry.ts';

/** A supervisor vouches for the clock as it is now. */
export function clockMovedDraft(intent: {
  readonly uid: string;
  readonly day: { readonly day: string; readonly businessDate: IsoDate } | null;
  readonly operator: string;
  readonly approver: string;
  /** Wall time here minus the head end's, as shown and confirmed; null where none had answered. */
  readonly headEndOffMs: number | null;
}): Extract<EntryDraft, { kind: 'clock moved' }> {
  return {
    kind: 'clock moved',
    v: 1,
    uid: intent.uid,
    businessDate: intent.day?.businessDate ?? null,
    day: intent.day?.day ?? null,
    shift: null,
    operator: intent.operator,
    ledger: [],
    ref: null,
    approver: intent.approver,
    headEndOffMs: intent.headEndOffMs,
  };
}
