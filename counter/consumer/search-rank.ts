import type { Consumer } from './consumer.ts';
import { type KeyOfWord, nameKeyPrefixes, nameWords } from './name-key.ts';
import { type ConsumerHit, type MatchField, type MatchRange, mobileOf } from './search-query.ts';

/** One typed word with its keys, made once for a search and held against every candidate. */
export interface TypedWord {
  readonly text: string;
  readonly key: string;
  readonly prefixes: readonly string[];
}

export function typedWord(word: string, keyOf: KeyOfWord): TypedWord {
  return { text: word.toLowerCase(), key: keyOf(word), prefixes: nameKeyPrefixes(word) };
}

export interface RankedHit {
  readonly hit: ConsumerHit;
  readonly score: number;
}

/** How much a word is worth by where it stands: the person, then the relative, then the place. */
const wordFields = [
  ['name', 400],
  ['relation', 200],
  ['address', 100],
] as const satisfies readonly (readonly [MatchField, number])[];

interface WordMatch {
  readonly range: MatchRange;
  readonly score: number;
}

/**
 * Marks and weighs a candidate; null if one of the words stands nowhere in it. The very letters
 * weigh more than the same sound, a whole word more than its head, an early word more than a late one.
 */
export function rankByWords(
  consumer: Consumer,
  words: readonly TypedWord[],
  keyOf: KeyOfWord,
): RankedHit | null {
  const matches: MatchRange[] = [];
  let score = 0;
  for (const word of words) {
    const best = bestMatch(consumer, word, matches, keyOf);
    if (best === null) return null;
    matches.push(best.range);
    score += best.score;
  }
  return { hit: { consumer, matches }, score };
}

/** Best first; equals by the shorter name, then by number, so that the order never flickers. */
export function compareRanked(left: RankedHit, right: RankedHit): number {
  return (
    right.score - left.score ||
    left.hit.consumer.name.length - right.hit.consumer.name.length ||
    (left.hit.consumer.consumer < right.hit.consumer.consumer ? -1 : 1)
  );
}

function bestMatch(
  consumer: Consumer,
  typed: TypedWord,
  taken: readonly MatchRange[],
  keyOf: KeyOfWord,
): WordMatch | null {
  let best: WordMatch | null = null;
  for (const [field, weight] of wordFields) {
    for (const [position, word] of nameWords(consumer[field] ?? '').entries()) {
      const isTaken = taken.some((range) => range.field === field && range.start === word.start);
      const closeness = isTaken ? 0 : closenessOf(word.text, typed, keyOf);
      if (closeness === 0) continue;
      const score = weight + closeness - Math.min(position, 9);
      if (best !== null && best.score >= score) continue;
      best = { range: { field, start: word.start, length: word.length }, score };
    }
  }
  return best;
}

function closenessOf(word: string, typed: TypedWord, keyOf: KeyOfWord): number {
  const lower = word.toLowerCase();
  if (lower === typed.text) return 80;
  const key = keyOf(word);
  if (key === '') return 0;
  if (key === typed.key) return 60;
  if (lower.startsWith(typed.text)) return 40;
  return typed.prefixes.some((prefix) => key.startsWith(prefix)) ? 20 : 0;
}

/** Where a typed number stands in a consumer's own numbers: head or whole, of a meter also the tail. */
export function markNumber(consumer: Consumer, digits: string): MatchRange[] {
  const ranges: MatchRange[] = [];
  const { length } = digits;
  if (consumer.consumer.startsWith(digits)) ranges.push({ field: 'consumer', start: 0, length });
  if (consumer.meter.startsWith(digits)) {
    ranges.push({ field: 'meter', start: 0, length });
  } else if (consumer.meter.endsWith(digits)) {
    ranges.push({ field: 'meter', start: consumer.meter.length - length, length });
  }
  const mobile = mobileOf(digits) ?? digits;
  if (consumer.mobile?.startsWith(mobile) === true) {
    ranges.push({ field: 'mobile', start: 0, length: mobile.length });
  }
  return ranges;
}
