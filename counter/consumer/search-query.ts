import { limits } from '../limits.ts';
import { latinDigits } from '../money.ts';
import type { Consumer } from './consumer.ts';
import { nameWords } from './name-key.ts';

/** Where in a shown consumer the typed text was found, so that the screen can mark it. */
export const matchFields = ['consumer', 'name', 'relation', 'address', 'meter', 'mobile'] as const;
export type MatchField = (typeof matchFields)[number];

/** `start` and `length` count UTF-16 units of the field's text. */
export interface MatchRange {
  readonly field: MatchField;
  readonly start: number;
  readonly length: number;
}

export interface ConsumerHit {
  readonly consumer: Consumer;
  readonly matches: readonly MatchRange[];
}

/** What a cashier's text asks for. `digits` and `numbers` hold Latin digits only. */
export type SearchQuery =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'too-long' }
  /** Only digits, however grouped: a consumer, meter or mobile number, or a part of one. */
  | { readonly kind: 'number'; readonly digits: string }
  /** Letters and digits of one meter number or its head: `BR1234`. */
  | { readonly kind: 'meter'; readonly meter: string }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** `laxmi 5678`: a name and the last digits of the meter, or any whole number. */
  | {
      readonly kind: 'words-and-numbers';
      readonly words: readonly string[];
      readonly numbers: readonly string[];
      /** `BR 12345678` may also be one meter number with a gap. */
      readonly meter: string | null;
    };

const meterPattern = /^[a-z]{1,4}\d+$/iu;
const spacedMeterPattern = /^[a-z]{1,4}[\s-]\d+$/iu;
const telephonePattern = /^(?:91|0)?([6-9]\d{9})$/u;
const wordsMax = 6;
/** Fewer digits beside a word are a ward or a house, not the tail of a meter. */
const tailDigitsMin = 4;

/** Reads the text of the lookup field; nothing typed is ever refused but by its length. */
export function parseSearch(text: string): SearchQuery {
  if (text.length > limits.searchTextCharsMax) return { kind: 'too-long' };
  const plain = latinDigits(text).normalize('NFC').trim();
  if (/\d/u.test(plain) && /^\+?[\d\s().,/-]+$/u.test(plain)) {
    return { kind: 'number', digits: plain.replace(/\D/gu, '') };
  }
  if (meterPattern.test(plain)) return { kind: 'meter', meter: plain.toUpperCase() };
  const parts = nameWords(plain)
    .slice(0, wordsMax)
    .map((part) => part.text);
  const numbers = parts.filter((part) => /^\d+$/u.test(part) && part.length >= tailDigitsMin);
  const words = parts.filter((part) => !numbers.includes(part));
  if (words.length === 0) return { kind: 'nothing' };
  if (numbers.length === 0) return { kind: 'words', words };
  const meter = spacedMeterPattern.test(plain) ? plain.replace(/[\s-]/gu, '').toUpperCase() : null;
  return { kind: 'words-and-numbers', words, numbers, meter };
}

/** The ten digits of a mobile number written with or without `+91` or `0`; null if it is none. */
export function mobileOf(digits: string): string | null {
  return telephonePattern.exec(digits)?.[1] ?? null;
}
