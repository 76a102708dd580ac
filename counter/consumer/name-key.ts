import { latinDigits } from '../money.ts';
import { nameAliases } from './name-aliases.ts';
import {
  devanagariConsonants,
  devanagariDotted,
  devanagariSigns,
  devanagariVowels,
  latinSounds,
  nasals,
  nukta,
  virama,
} from './name-letters.ts';

/**
 * Keys by which a name is found in either script and in the usual spellings: `laxmi`, `Lakshmi` and
 * `लक्ष्मी` all have the key `lksmi`. A key holds only `a–z` and digits. The sound `a` is left out of
 * the middle, because Latin spelling does not tell अ from आ and Hindi does not write where अ is mute.
 */

/** A word of a name or an address and where it stands in the text, in UTF-16 units. */
export interface NameWord {
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

/** Whether the word is whole, or may go on because it is still being typed. */
type WordEnd = 'closed' | 'open';

const wordPattern = /[\p{L}\p{M}\p{N}\u200c\u200d]+\u0970?/gu;
const keyCharsMax = 32;

/** `S/o`, `W/o`, `D/o`, `C/o`, not the initials of a name. */
const latinRelation = /(?<![\p{L}\p{M}\p{N}])[swdc]\/o(?![\p{L}\p{M}\p{N}])/giu;
/** Words of every second relative and every address: they tell nobody from anybody. */
const fillers: ReadonlySet<string> = new Set(['ward', 'वार्ड', 'पत्नी', 'पुत्र', 'पुत्री', 'द्वारा']);

/** Splits at everything that is no letter, mark or digit; leaves out what tells nobody from anybody. */
export function nameWords(text: string): NameWord[] {
  const plain = text.replace(latinRelation, (found) => ' '.repeat(found.length));
  return Array.from(plain.matchAll(wordPattern), (match) => ({
    text: match[0],
    start: match.index,
    length: match[0].length,
  })).filter((word) => !fillers.has(word.text.toLowerCase()));
}

/** The key of a whole word; empty for a word of which no letter is Latin or Devanagari. */
export function nameKey(word: string): string {
  const plain = plainWord(word);
  return keyOf(nameAliases.get(plain) ?? plain, 'closed');
}

/** `nameKey`, or the same by a store of keys already made. */
export type KeyOfWord = (word: string) => string;

/** An office has few different words: keeps the keys of the first `wordsMax` of them. */
export function rememberKeys(wordsMax: number): KeyOfWord {
  const keys = new Map<string, string>();
  return (word) => {
    const known = keys.get(word);
    if (known !== undefined) return known;
    const key = nameKey(word);
    if (keys.size < wordsMax) keys.set(word, key);
    return key;
  };
}

/** Keys that begin the keys of all words that begin with what has been typed so far. */
export function nameKeyPrefixes(typed: string): string[] {
  const plain = plainWord(typed);
  const keys = [nameKey(typed), keyOf(plain, 'open')];
  // The o may be the first of two, as in `pho` for `Phool`.
  if (/[^aeiou]o$/u.test(plain)) keys.push(keyOf(`${plain}o`, 'open'));
  if (plain.length >= aliasCharsMin) keys.push(...aliasKeys(plain));
  const distinct = [...new Set(keys)].filter((key) => key !== '');
  return distinct.filter((key) => !distinct.some((other) => other !== key && key.startsWith(other)));
}

/** Shorter beginnings fit too many spellings. */
const aliasCharsMin = 3;

/** `जनर` and `muhamm` begin spellings that are read as another word. */
function aliasKeys(plain: string): string[] {
  return Array.from(nameAliases).flatMap(([spelling, word]) =>
    spelling.startsWith(plain) ? [keyOf(word, 'closed')] : [],
  );
}

function plainWord(word: string): string {
  return latinDigits(word)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u200c\u200d]/gu, '');
}

function keyOf(word: string, end: WordEnd): string {
  if (/^\d+$/u.test(word)) return word.slice(0, keyCharsMax);
  const steps = [mergeDoubles, dropShortE, softenGlides, endConsonants, thinVowels, endVowel];
  let sounds = soundsOf(word, end);
  for (const step of steps) sounds = step(sounds, end);
  return sounds.toLowerCase().slice(0, keyCharsMax);
}

function soundsOf(word: string, end: WordEnd): string {
  let sounds = '';
  for (let at = 0; at < word.length;) {
    const read = readDevanagari(word, at) ?? readLatin(word, at, end);
    sounds += read.sounds;
    at += read.length;
  }
  return sounds;
}

interface ReadSounds {
  readonly sounds: string;
  readonly length: number;
}

function readDevanagari(word: string, at: number): ReadSounds | null {
  const letter = word.charAt(at);
  // अंबिका is said, and also written, अम्बिका.
  if (nasals.has(letter)) return { sounds: /^[पफबभम]/u.test(word.slice(at + 1)) ? 'm' : 'n', length: 1 };
  const vowel = devanagariVowels.get(letter) ?? devanagariSigns.get(letter);
  if (vowel !== undefined) return { sounds: vowel, length: 1 };
  // ज्ञ is said as `gy` in Hindi.
  if (word.startsWith(`ज${virama}ञ`, at)) {
    return { sounds: `gy${inherentVowel(word, at + 3)}`, length: 3 };
  }
  const plain = devanagariConsonants.get(letter);
  if (plain === undefined) return null;
  const dotted = word.charAt(at + 1) === nukta;
  const length = dotted ? 2 : 1;
  const consonant = (dotted ? devanagariDotted.get(letter) : undefined) ?? plain;
  if (word.charAt(at + length) === virama) return { sounds: consonant, length: length + 1 };
  return { sounds: `${consonant}${inherentVowel(word, at + length)}`, length };
}

/** The अ that a consonant carries: none before a vowel sign, mute at the end of a word. */
function inherentVowel(word: string, next: number): string {
  return next >= word.length || devanagariSigns.has(word.charAt(next)) || word.charAt(next) === virama
    ? ''
    : 'A';
}

function readLatin(word: string, at: number, end: WordEnd): ReadSounds {
  if (/^\d/u.test(word.charAt(at))) return { sounds: word.charAt(at), length: 1 };
  if (/^c[eiy]/u.test(word.slice(at, at + 2))) return { sounds: 's', length: 1 };
  // A name seldom ends in c: while it is typed, the h of ch is still to come.
  if (end === 'open' && at > 0 && word.slice(at) === 'c') return { sounds: 'c', length: 1 };
  // The y of `Choudhary` and of `Lyla` is a vowel.
  if (end === 'closed' && at > 0 && /^[^aeiou]y(?:[^aeiouy]|$)/u.test(word.slice(at - 1, at + 2))) {
    return { sounds: 'I', length: 1 };
  }
  if (end === 'closed' && at > 0 && word.slice(at) === 'ore') return { sounds: 'Or', length: 3 };
  for (const [letters, sounds] of latinSounds) {
    if (word.startsWith(letters, at)) return { sounds, length: letters.length };
  }
  return { sounds: '', length: 1 };
}

/** `Munna` and `Muna`, `मुन्ना`: a doubled consonant counts once. */
function mergeDoubles(sounds: string): string {
  return sounds.replace(/([a-z])\1+/gu, '$1');
}

/** The e of `Verma`, `Surender`, `Mukherjee` is a mute अ. */
function dropShortE(sounds: string, end: WordEnd): string {
  return end === 'closed' ? sounds.replace(/E(?=r(?:[a-z]|$))/gu, '') : sounds.replace(/E(?=r[a-z])/gu, '');
}

/**
 * v and y are half vowels: `Shiv`/`Sheo`, `Dev`/`Deo`, `Yadav`/`Yado`, `Agarwal`, `Vijay`/`Vijai`,
 * `Narayan`/`Narain`. Before a clear vowel or r, and at the head of a word, v is the b of `Vikas`/`Bikas`.
 */
function softenGlides(sounds: string, end: WordEnd): string {
  const endsOpen = end === 'open';
  return sounds.replace(/[vy]/gu, (glide, at: number) => {
    const next = sounds.charAt(at + 1);
    if (endsOpen && next === '') return glide === 'v' ? 'b' : 'y';
    if (glide === 'v') return at === 0 || /[IEUOr]/u.test(next) ? 'b' : 'O';
    const afterVowel = /[AIEUO]/u.test(sounds.charAt(at - 1));
    return at > 0 && afterVowel && !/[UO]/u.test(next) ? 'I' : 'y';
  });
}

/** `Narsinh` is Narsingh; the h that ends a longer name, as in `Abdullah`, is silent. */
function endConsonants(sounds: string, end: WordEnd): string {
  if (end === 'open') return sounds;
  const named = sounds.replace(/nh$/u, 'ng');
  const consonants = named.replace(/[AIEUO]/gu, '').length;
  return consonants > 3 ? named.replace(/(?<=[AIEUO])h$/u, '') : named;
}

/** Leaves the vowels that tell names apart: no A within, e as i, neighbours as one. */
function thinVowels(sounds: string): string {
  return sounds
    .replace(/AU/gu, 'O')
    .replace(/(?!^)A(?!$)/gu, '')
    .replace(/^A(?=[IEUO])/u, '')
    .replace(/E/gu, 'I')
    .replace(/([IUO])\1+/gu, '$1');
}

/** The last a tells Sunita from Sunit; but Mishra from Mishr it does not, nor Kamla from Kamal. */
function endVowel(sounds: string, end: WordEnd): string {
  const telling = end === 'closed' && /[IUO][a-gi-z]A$|^A[a-z]A$/u.test(sounds);
  return telling ? sounds : sounds.replace(/A$/u, '');
}
