import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOpenedDraft, dateToConfirm } from '../../../counter/day/day-open.ts';
import { limits } from '../../../counter/limits.ts';
import { rechargeDraft, sameRecharge } from '../../../counter/recharge/recharge-draft.ts';
import { differenceFault, expectedCashPaise, shiftClosedDraft } from '../../../counter/shift/shift-close.ts';
import { countIsInRange, shiftOpenedDraft } from '../../../counter/shift/shift-open.ts';
import { denominationsPaise, sumDenominations } from '../../../counter/money.ts';

const day = { uid: 'day-uid', businessDate: '2026-11-23' };
const sum = (lines: readonly { readonly amountPaise: number }[]) =>
  lines.reduce((total, line) => total + line.amountPaise, 0);

describe('a recharge', () => {
  const intent = {
    uid: 'u',
    day,
    shift: 's',
    cashier: 'asha',
    consumer: '100012345',
    known: { name: 'राम', meter: 'BR123456', meterKind: 'managed' as const },
    amountPaise: 500_00,
    tenderedPaise: 1000_00,
    approvals: [],
    outage: null,
  };

  it('balances to zero, grows the drawer by the amount and gives change', () => {
    const rupees = fc.integer({ min: 1, max: 1_99_999 });
    fc.assert(
      fc.property(rupees, rupees, fc.boolean(), (amount, extra, known) => {
        const draft = rechargeDraft({
          ...intent,
          known: known ? intent.known : null,
          amountPaise: amount * 100,
          tenderedPaise: (amount + extra) * 100,
        });
        expect(sum(draft.ledger)).toBe(0);
        expect(sum(draft.heads)).toBe(draft.amountPaise);
        expect(draft.ledger[0]).toEqual({ account: 'cash-drawer', amountPaise: amount * 100 });
        expect(draft.changePaise).toBe(extra * 100);
      }),
    );
  });

  it('goes into suspense for a consumer that nobody knows', () => {
    const draft = rechargeDraft({ ...intent, known: null });
    expect(draft.heads).toEqual([{ head: 'suspense', amountPaise: 500_00 }]);
    expect(draft.ledger[1]).toEqual({ account: 'suspense-dues', amountPaise: -500_00 });
    expect(draft.consumerName).toBeNull();
  });

  it('is never written for less cash than its amount', () => {
    expect(() => rechargeDraft({ ...intent, tenderedPaise: 400_00 })).toThrow(/covers the amount/u);
  });

  it('is the same act only with the same consumer, amount and cash', () => {
    const { consumer, amountPaise, tenderedPaise } = intent;
    const recorded = { consumer, amountPaise, tenderedPaise };
    expect(sameRecharge(recorded, { ...recorded })).toBe(true);
    expect(sameRecharge(recorded, { ...recorded, amountPaise: 600_00 })).toBe(false);
    expect(sameRecharge(recorded, { ...recorded, consumer: '100012346' })).toBe(false);
    expect(sameRecharge(recorded, { ...recorded, tenderedPaise: 500_00 })).toBe(false);
  });
});

describe('a shift', () => {
  const books = {
    floatPaise: 1500_00,
    cashPaise: 3000_00,
    recharges: 3,
    takingsPaise: 1500_00,
    cancellations: 0,
    cancelledPaise: 0,
    firstReceipt: 'a',
    lastReceipt: 'c',
  };
  const close = (counted: Record<string, number>, differenceReason: string | null = null) =>
    shiftClosedDraft({
      uid: 'u',
      day,
      shift: 's',
      cashier: 'asha',
      counted,
      books,
      differenceReason,
      approver: 'ravi',
    });

  it('expects float and takings', () => {
    expect(expectedCashPaise(books)).toBe(3000_00);
  });

  it('balances whatever is counted', () => {
    const pieces = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 9, maxLength: 9 }), (counts) => {
        const counted = Object.fromEntries(
          denominationsPaise.map((value, index) => [value, counts[index] ?? 0]),
        );
        const draft = close(counted, 'gone');
        expect(sum(draft.ledger)).toBe(0);
        expect(draft.differencePaise).toBe(sumDenominations(counted) - 3000_00);
        expect(draft.ledger.every(({ amountPaise }) => amountPaise !== 0)).toBe(true);
      }),
    );
  });

  it('keeps reason and approver only where there is a difference', () => {
    const exact = close({ '50000': 6 }, 'no reason at all');
    expect(exact).toMatchObject({ differencePaise: 0, differenceReason: null, approver: null });
    const short = close({ '50000': 5 }, 'a note was torn');
    expect(short).toMatchObject({
      differencePaise: -500_00,
      differenceReason: 'a note was torn',
      approver: 'ravi',
    });
  });

  it('asks for a reason at once and for a second person above the limit, not at it', () => {
    const limit = 50_00;
    expect(differenceFault(0, { reason: null, approved: false }, limit)).toBeNull();
    expect(differenceFault(-1_00, { reason: null, approved: false }, limit)).toBe('DIFFERENCE_NEEDS_REASON');
    expect(differenceFault(1_00, { reason: '  ', approved: false }, limit)).toBe('DIFFERENCE_NEEDS_REASON');
    expect(differenceFault(-50_00, { reason: 'torn', approved: false }, limit)).toBeNull();
    expect(differenceFault(-51_00, { reason: 'torn', approved: false }, limit)).toBe(
      'DIFFERENCE_NEEDS_APPROVER',
    );
    expect(differenceFault(51_00, { reason: 'torn', approved: true }, limit)).toBeNull();
  });

  it('counts known notes and coins only, up to the limit and not past it', () => {
    const max = limits.denominationCountMax;
    expect(countIsInRange({ '50000': max })).toBe(true);
    expect(countIsInRange({ '50000': max + 1 })).toBe(false);
    expect(countIsInRange({ '50000': -1 })).toBe(false);
    expect(countIsInRange({ '30000': 1 })).toBe(false);
  });

  it('writes the same float for the same count, zeros left out', () => {
    const open = (float: Record<string, number>) =>
      shiftOpenedDraft({ uid: 'u', day, cashier: 'asha', shiftNumber: 1, float });
    expect(open({ '50000': 2, '100': 0 })).toEqual(open({ '50000': 2 }));
    expect(sum(open({ '50000': 2 }).ledger)).toBe(0);
    expect(open({}).ledger).toEqual([]);
  });
});

describe('a day', () => {
  it('has the date of Kolkata, also between midnight there and midnight in UTC', () => {
    expect(dateToConfirm(Date.parse('2026-11-23T18:29:59Z'))).toBe('2026-11-23');
    expect(dateToConfirm(Date.parse('2026-11-23T18:30:00Z'))).toBe('2026-11-24');
  });

  it('is the second session when one was opened before', () => {
    const opened = dayOpenedDraft({
      uid: 'u',
      businessDate: '2026-11-23',
      operator: 'asha',
      sessionsBefore: 1,
    });
    expect(opened.session).toBe(2);
  });
});
