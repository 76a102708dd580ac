import type { EntryDraft } from '../journal/entry.ts';
import { limits } from '../limits.ts';
import { denominationsPaise, sumDenominations, type DenominationCount } from '../money.ts';

export type ShiftOpenedDraft = Extract<EntryDraft, { kind: 'shift opened' }>;

/** Counts pieces of known notes and coins only, none below zero, none beyond what a drawer holds. */
export function countIsInRange(count: DenominationCount): boolean {
  const known: readonly number[] = denominationsPaise;
  return Object.entries(count).every(
    ([value, pieces]) =>
      known.includes(Number(value)) &&
      Number.isInteger(pieces) &&
      pieces >= 0 &&
      pieces <= limits.denominationCountMax,
  );
}

/** Leaves out what is not there, so that the same count always gives the same bytes. */
export function withoutZeros(count: DenominationCount): DenominationCount {
  return Object.fromEntries(Object.entries(count).filter(([, pieces]) => pieces > 0));
}

export function shiftOpenedDraft(intent: {
  readonly uid: string;
  readonly day: { readonly uid: string; readonly businessDate: string };
  readonly cashier: string;
  readonly shiftNumber: number;
  readonly float: DenominationCount;
}): ShiftOpenedDraft {
  const float = withoutZeros(intent.float);
  const floatPaise = sumDenominations(float);
  return {
    kind: 'shift opened',
    v: 1,
    uid: intent.uid,
    businessDate: intent.day.businessDate,
    day: intent.day.uid,
    shift: intent.uid,
    operator: intent.cashier,
    ledger: moved(floatPaise),
    ref: null,
    cashier: intent.cashier,
    shiftNumber: intent.shiftNumber,
    float,
    floatPaise,
  };
}

function moved(floatPaise: number): ShiftOpenedDraft['ledger'] {
  if (floatPaise === 0) return [];
  return [
    { account: 'cash-drawer', amountPaise: floatPaise },
    { account: 'float', amountPaise: -floatPaise },
  ];
}
