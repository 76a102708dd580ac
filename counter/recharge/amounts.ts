import type { ErrorCode } from '../error-codes.ts';
import { limits } from '../limits.ts';

/** What is wrong with an amount of a recharge in paise; null for nothing. Only whole rupees are taken. */
export function amountFault(amountPaise: number): ErrorCode | null {
  if (!Number.isFinite(amountPaise)) return 'AMOUNT_NOT_A_NUMBER';
  if (amountPaise === 0) return 'AMOUNT_ZERO';
  if (amountPaise < 0) return 'AMOUNT_NEGATIVE';
  if (!Number.isInteger(amountPaise) || amountPaise % 100 !== 0) return 'AMOUNT_HAS_PAISE';
  if (amountPaise > limits.amountPaiseMax) return 'AMOUNT_TOO_LARGE';
  return null;
}

/** The cash handed over must cover the amount, and be as whole as the coins are. */
export function tenderedFault(amountPaise: number, tenderedPaise: number): ErrorCode | null {
  if (!Number.isFinite(tenderedPaise)) return 'AMOUNT_NOT_A_NUMBER';
  if (tenderedPaise < 0) return 'AMOUNT_NEGATIVE';
  if (!Number.isInteger(tenderedPaise) || tenderedPaise % 100 !== 0) return 'AMOUNT_HAS_PAISE';
  if (tenderedPaise > limits.tenderedPaiseMax) return 'AMOUNT_TOO_LARGE';
  return tenderedPaise < amountPaise ? 'TENDERED_TOO_LITTLE' : null;
}
