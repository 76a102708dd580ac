import { describe, expect, it } from 'vitest';
import { readRecoveryPublicKey, recoveryPublicKeyPattern } from '../../../counter/recovery-key.ts';
import { sha256Hex, verifyHash } from '../../../db/crypto.ts';
import { generateRecoveryKey, recoveryKeyOf, wrapToRecoveryKey } from '../../../db/recovery-key.ts';
import { recoveryKeyOfWords, wordsOf } from '../../../electron/service/recovery-words.ts';

const zeros = Buffer.alloc(32).toString('base64url');

describe('the division’s recovery key', () => {
  const key = generateRecoveryKey();

  it('is one text with two public keys, and each does its own work', () => {
    expect(key.publicKey).toMatch(recoveryPublicKeyPattern);
    const halves = readRecoveryPublicKey(key.publicKey);
    expect(halves?.closes).not.toBe(halves?.signs);
    const hash = sha256Hex('a recovery');
    expect(verifyHash(hash, key.sign(hash), halves?.signs ?? '')).toBe(true);
    expect(verifyHash(hash, key.sign(hash), halves?.closes ?? '')).toBe(false);
    const dataKey = Buffer.alloc(32, 7);
    const wrapped = wrapToRecoveryKey(dataKey, key.publicKey);
    expect(key.unwrapKey(wrapped)).toEqual(dataKey);
    expect(generateRecoveryKey().unwrapKey(wrapped)).toBeNull();
  });

  it('comes back whole from its seed alone', () => {
    const again = recoveryKeyOf(key.seed);
    expect(again.publicKey).toBe(key.publicKey);
    expect(generateRecoveryKey().publicKey).not.toBe(key.publicKey);
  });

  it.each([
    '',
    'abc',
    `${'A'.repeat(43)}`,
    `${'A'.repeat(43)}.${'A'.repeat(42)}`,
    `${'A'.repeat(43)}.${'+'.repeat(43)}`,
  ])('is not read from "%s"', (text) => {
    expect(readRecoveryPublicKey(text)).toBeNull();
  });
});

describe('the words of a recovery key', () => {
  it('are those of the standard list, as its own vector says', () => {
    expect(wordsOf(recoveryKeyOf(zeros)).join(' ')).toBe(`${'abandon '.repeat(23)}art`);
  });

  it('give the key back, however they were typed', () => {
    const key = generateRecoveryKey();
    const words = wordsOf(key);
    const typed = words.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join('\r\n');
    expect(recoveryKeyOfWords(typed)?.seed).toBe(key.seed);
  });

  it('are refused with one word changed, missing, too many or swapped', () => {
    const words = `${'abandon '.repeat(23)}art`.split(' ');
    expect(recoveryKeyOfWords(words.join(' '))?.seed).toBe(zeros);
    expect(recoveryKeyOfWords(words.with(3, 'ability').join(' '))).toBeNull();
    expect(recoveryKeyOfWords(words.with(3, 'abandonn').join(' '))).toBeNull();
    expect(recoveryKeyOfWords(words.slice(1).join(' '))).toBeNull();
    expect(recoveryKeyOfWords([...words, 'art'].join(' '))).toBeNull();
    expect(recoveryKeyOfWords([...words.slice(0, 22), 'art', 'abandon'].join(' '))).toBeNull();
  });
});
