import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { type RecoveryKey, recoveryKeyOf } from '../../db/recovery-key.ts';

/** How many words a seed of 32 bytes becomes; the last one holds the checksum. */
export const recoveryWordCount = 24;

/** The seed as words of BIP39's English list: paper outlives files, and a mistyped word is found out. */
export function wordsOf(key: RecoveryKey): readonly string[] {
  return entropyToMnemonic(Buffer.from(key.seed, 'base64url'), wordlist).split(' ');
}

/**
 * The key again. Case, line ends and the numbers before the words do not matter. Null for a word that
 * is not in the list, a wrong number of words or a wrong checksum.
 */
export function recoveryKeyOfWords(text: string): RecoveryKey | null {
  const words = text.toLowerCase().match(/[a-z]+/gu) ?? [];
  if (words.length !== recoveryWordCount) return null;
  try {
    const seed = mnemonicToEntropy(words.join(' '), wordlist);
    return recoveryKeyOf(Buffer.from(seed).toString('base64url'));
  } catch {
    return null;
  }
}
