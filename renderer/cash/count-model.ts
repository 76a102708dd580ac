import { limits } from '../../counter/limits.ts';
import {
  denominationsPaise,
  latinDigits,
  sumDenominations,
  type DenominationCount,
  type Paise,
} from '../../counter/money.ts';

/** Typed pieces by denomination in paise. Always typed by a person, never filled in beforehand. */
export type CountTyped = Readonly<Record<string, string>>;

export const emptyCount: CountTyped = {};

/** Pieces of one line: empty is none, null is not a count. */
export function piecesOf(typed: string | undefined): number | null {
  const text = latinDigits(typed ?? '').replace(/[\s,]/gu, '');
  if (text === '') return 0;
  if (!/^\d{1,7}$/u.test(text)) return null;
  const pieces = Number(text);
  return pieces <= limits.denominationCountMax ? pieces : null;
}

export function wrongLines(count: CountTyped): readonly number[] {
  return denominationsPaise.filter((value) => piecesOf(count[String(value)]) === null);
}

/** The lines that have pieces, as the contract takes them; null while a line is wrong. */
export function countedOf(count: CountTyped): DenominationCount | null {
  if (wrongLines(count).length > 0) return null;
  const lines = denominationsPaise.map(
    (value) => [String(value), piecesOf(count[String(value)]) ?? 0] as const,
  );
  return Object.fromEntries(lines.filter(([, pieces]) => pieces > 0));
}

export function totalOf(count: CountTyped): Paise | null {
  const counted = countedOf(count);
  return counted === null ? null : sumDenominations(counted);
}
