import { assert } from '../result.ts';

/** So many words of eleven bits each: two people read them to each other over the phone. */
export const hashWordCount = 8;
const bitsPerWord = 11;

/**
 * The first 88 bits of a SHA-256 as words of BIP39's list of 2,048, which share no first four letters.
 * Chance finds another text of the same words once in 10²⁶ tries.
 */
export function hashWords(hashHex: string, wordlist: readonly string[]): readonly string[] {
  assert(
    /^[0-9a-f]{64}$/u.test(hashHex) && wordlist.length === 2 ** bitsPerWord,
    'a SHA-256 and the whole list',
  );
  const digits = hashHex.slice(0, (hashWordCount * bitsPerWord) / 4);
  const bits = digits.replaceAll(/./gu, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'));
  return Array.from({ length: hashWordCount }, (_, index) => {
    const at = Number.parseInt(bits.slice(index * bitsPerWord, (index + 1) * bitsPerWord), 2);
    return wordlist[at] ?? '';
  });
}
