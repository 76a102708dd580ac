import { describe, expect, it } from 'vitest';
import { amountFault, tenderedFault } from '../../../counter/recharge/amounts.ts';
import { judgeRecharge, sameAmountSinceMs, unapproved } from '../../../counter/recharge/guards.ts';
import { copyNeedsApprover } from '../../../counter/recharge/reprint-draft.ts';
import { limits } from '../../../counter/limits.ts';

const settings = {
  cashPerReceiptPaise: limits.cashPerReceiptPaise,
  cashPerConsumerDayPaise: limits.cashPerConsumerDayPaiseMax,
  sameAmountWindowMs: limits.sameAmountWindowMs,
};
const facts = {
  amountPaise: 500_00,
  takenTodayPaise: 0,
  sameAmountBefore: false,
  known: true,
  singleCopyDue: false,
};

describe('amounts', () => {
  it.each([
    [0, 'AMOUNT_ZERO'],
    [-100, 'AMOUNT_NEGATIVE'],
    [150, 'AMOUNT_HAS_PAISE'],
    [100.5, 'AMOUNT_HAS_PAISE'],
    [Number.NaN, 'AMOUNT_NOT_A_NUMBER'],
    [limits.rechargePaiseMin, null],
    [limits.amountPaiseMax, null],
    [limits.amountPaiseMax + 100, 'AMOUNT_TOO_LARGE'],
  ])('%d paise: %s', (amountPaise, code) => {
    expect(amountFault(amountPaise)).toBe(code);
  });

  it.each([
    [500_00, null],
    [499_00, 'TENDERED_TOO_LITTLE'],
    [500_50, 'AMOUNT_HAS_PAISE'],
    [-1, 'AMOUNT_NEGATIVE'],
    [limits.tenderedPaiseMax, null],
    [limits.tenderedPaiseMax + 100, 'AMOUNT_TOO_LARGE'],
    [Number.POSITIVE_INFINITY, 'AMOUNT_NOT_A_NUMBER'],
  ])('%d paise handed over for ₹500: %s', (tenderedPaise, code) => {
    expect(tenderedFault(500_00, tenderedPaise)).toBe(code);
  });
});

describe('guards', () => {
  it('lets an ordinary recharge pass', () => {
    expect(judgeRecharge(settings, facts)).toEqual({ kind: 'allowed', needs: [] });
  });

  it('asks for a second person one rupee above the cap of a receipt, not at it', () => {
    const at = judgeRecharge(settings, { ...facts, amountPaise: limits.cashPerReceiptPaise });
    const past = judgeRecharge(settings, { ...facts, amountPaise: limits.cashPerReceiptPaise + 100 });
    expect(at).toEqual({ kind: 'allowed', needs: [] });
    expect(past).toEqual({ kind: 'allowed', needs: ['above-cash-cap'] });
  });

  it('never passes the legal cap of a consumer and a day, whoever approves', () => {
    const takenTodayPaise = 1_99_000_00;
    const at = judgeRecharge(settings, { ...facts, takenTodayPaise, amountPaise: 999_00 });
    const past = judgeRecharge(settings, { ...facts, takenTodayPaise, amountPaise: 1000_00 });
    expect(at.kind).toBe('allowed');
    expect(past).toEqual({ kind: 'refused', code: 'CASH_CAP_OF_DAY', leftPaise: 999_00 });
  });

  it('never says that less than nothing is left', () => {
    const verdict = judgeRecharge(settings, { ...facts, takenTodayPaise: 3_00_000_00 });
    expect(verdict).toEqual({ kind: 'refused', code: 'CASH_CAP_OF_DAY', leftPaise: 0 });
  });

  it('names every guard that asks', () => {
    const asking = { ...facts, amountPaise: 30_000_00, sameAmountBefore: true, known: false };
    expect(judgeRecharge(settings, asking)).toEqual({
      kind: 'allowed',
      needs: ['unknown-consumer', 'above-cash-cap', 'same-amount-again'],
    });
    expect(judgeRecharge(settings, { ...facts, singleCopyDue: true })).toEqual({
      kind: 'allowed',
      needs: ['single-copy'],
    });
  });

  it('takes a window of 0 as switched off', () => {
    expect(sameAmountSinceMs({ ...settings, sameAmountWindowMs: 0 }, 5_000_000)).toBeNull();
    expect(sameAmountSinceMs(settings, 5_000_000)).toBe(5_000_000 - limits.sameAmountWindowMs);
  });

  it('counts only approvals of what was asked', () => {
    const needs = ['above-cash-cap', 'same-amount-again'] as const;
    expect(unapproved(needs, [{ guard: 'above-cash-cap' }])).toEqual(['same-amount-again']);
    expect(unapproved(needs, [{ guard: 'unknown-consumer' }])).toEqual([...needs]);
  });

  it('lets one further copy go without a second person', () => {
    expect(copyNeedsApprover(1)).toBe(false);
    expect(copyNeedsApprover(2)).toBe(true);
  });
});
