import type { ErrorCode } from '../error-codes.ts';
import type { LedgerLine } from '../journal/every-entry.ts';
import type { EntryDraft } from '../journal/entry.ts';
import { paise, sumDenominations, type DenominationCount } from '../money.ts';
import { withoutZeros } from './shift-open.ts';

export type ShiftClosedDraft = Extract<EntryDraft, { kind: 'shift closed' }>;

/** What the books say of one shift. */
export interface ShiftBooks {
  readonly floatPaise: number;
  /** What the ledger of the shift's entries has put into the drawer, float included. */
  readonly cashPaise: number;
  readonly recharges: number;
  readonly takingsPaise: number;
  readonly cancellations: number;
  readonly cancelledPaise: number;
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
}

/** What an untouched drawer holds. */
export function expectedCashPaise(books: ShiftBooks): number {
  return paise(books.cashPaise);
}

/** What moved through the drawer beside float, takings and cancellations. */
export function movedPaise(books: ShiftBooks): number {
  return paise(books.cashPaise - books.floatPaise - books.takingsPaise + books.cancelledPaise);
}

/**
 * A difference is always accepted: with a reason, and above the limit with a second person. Neither
 * answer tells how large the difference is, so a count stays blind until it is final.
 */
export function differenceFault(
  differencePaise: number,
  given: { readonly reason: string | null; readonly approved: boolean },
  approverAbovePaise: number,
): ErrorCode | null {
  if (differencePaise === 0) return null;
  if (given.reason === null || given.reason.trim() === '') return 'DIFFERENCE_NEEDS_REASON';
  if (Math.abs(differencePaise) > approverAbovePaise && !given.approved) return 'DIFFERENCE_NEEDS_APPROVER';
  return null;
}

export function shiftClosedDraft(intent: {
  readonly uid: string;
  readonly day: { readonly uid: string; readonly businessDate: string };
  readonly shift: string;
  readonly cashier: string;
  readonly counted: DenominationCount;
  readonly books: ShiftBooks;
  readonly differenceReason: string | null;
  readonly approver: string | null;
}): ShiftClosedDraft {
  const counted = withoutZeros(intent.counted);
  const countedPaise = sumDenominations(counted);
  const expectedPaise = expectedCashPaise(intent.books);
  const differencePaise = paise(countedPaise - expectedPaise);
  return {
    kind: 'shift closed',
    v: 1,
    uid: intent.uid,
    businessDate: intent.day.businessDate,
    day: intent.day.uid,
    shift: intent.shift,
    operator: intent.cashier,
    ledger: closingLedger(intent.books.floatPaise, countedPaise, expectedPaise),
    ref: intent.shift,
    cashier: intent.cashier,
    counted,
    countedPaise,
    floatPaise: intent.books.floatPaise,
    cancellations: intent.books.cancellations,
    cancelledPaise: intent.books.cancelledPaise,
    movedPaise: movedPaise(intent.books),
    expectedPaise,
    differencePaise,
    differenceReason: differencePaise === 0 ? null : intent.differenceReason,
    approver: differencePaise === 0 ? null : intent.approver,
    recharges: intent.books.recharges,
    takingsPaise: intent.books.takingsPaise,
    firstReceipt: intent.books.firstReceipt,
    lastReceipt: intent.books.lastReceipt,
  };
}

/** The drawer is emptied: the float goes back, the rest of what was counted into the vault. */
function closingLedger(floatPaise: number, countedPaise: number, expectedPaise: number): LedgerLine[] {
  const lines: LedgerLine[] = [
    { account: 'cash-drawer', amountPaise: paise(-expectedPaise) },
    { account: 'float', amountPaise: paise(floatPaise) },
    { account: 'vault', amountPaise: paise(countedPaise - floatPaise) },
    { account: 'cash-difference', amountPaise: paise(expectedPaise - countedPaise) },
  ];
  return lines.filter((line) => line.amountPaise !== 0);
}
