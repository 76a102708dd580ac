import type { ZodError } from 'zod';
import type { ErrorCode } from '../../counter/error-codes.ts';
import { limits } from '../../counter/limits.ts';
import type { Refusal } from './refusal.ts';

const amountFields = new Set(['amountPaise', 'tenderedPaise']);

/**
 * What is wrong with input that breaks its schema. An amount gets the sentence that a person
 * understands; everything else is a fault of the caller, named by its field.
 */
export function codeOfBadInput(error: ZodError, input: unknown): Refusal {
  const path = (error.issues[0]?.path ?? []).map(String);
  const field = path.join('.').slice(0, 64);
  const name = path.at(-1) ?? '';
  if (amountFields.has(name)) return { code: amountCode(valueAt(input, path)), params: { field } };
  if (path[0] === 'float' || path[0] === 'counted') {
    return { code: 'COUNT_OUT_OF_RANGE', params: { field, piecesMax: limits.denominationCountMax } };
  }
  return { code: 'CONTRACT_VIOLATION', params: { field } };
}

function amountCode(value: unknown): ErrorCode {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'AMOUNT_NOT_A_NUMBER';
  if (Math.abs(value) > limits.amountPaiseMax) return value < 0 ? 'AMOUNT_NEGATIVE' : 'AMOUNT_TOO_LARGE';
  return value < 0 ? 'AMOUNT_NEGATIVE' : 'AMOUNT_HAS_PAISE';
}

function valueAt(input: unknown, path: readonly string[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}
