/**
 * Letters to sounds, for finding a name typed in one script among names written in another. Sounds
 * are single characters: consonants small, vowels `A I E U O`. What people mix up when they write a
 * name has one sound: श ष स, त ट, aspirated and plain, ज ज़, long and short vowels.
 */

/** Longest first within each first letter; the reader takes the first that fits. */
export const latinSounds = soundList(
  `aa:A ai:I au:O a:A
   bh:b b:b
   cchh:c cch:c chh:c ch:c ck:k c:k
   dh:d d:d
   ee:I ei:I e:E
   f:f
   gh:g g:g
   h:h
   ie:I ii:I i:I
   jh:j j:j
   kh:k k:k
   l:l m:m n:n
   oo:U ou:O o:O
   ph:f p:p
   q:k
   rh:r r:r
   sh:s s:s
   th:t t:t
   uu:U u:U
   v:v w:v
   x:ks
   y:y
   zh:j z:j`,
);

/** Consonants of Devanagari; each carries an inherent `A` unless a vowel sign or a virama follows. */
export const devanagariConsonants = soundMap(
  `क:k ख:k ग:g घ:g ङ:n
   च:c छ:c ज:j झ:j ञ:n
   ट:t ठ:t ड:d ढ:d ण:n
   त:t थ:t द:d ध:d न:n
   प:p फ:f ब:b भ:b म:m
   य:y र:r ल:l ळ:l व:v
   श:s ष:s स:s ह:h`,
);

/** Consonants whose sound a dot below changes; the others keep theirs. */
export const devanagariDotted = soundMap('ड:r ढ:r');

export const devanagariVowels = soundMap('अ:A आ:A इ:I ई:I उ:U ऊ:U ऋ:rI ऍ:E ए:E ऐ:I ऑ:O ओ:O औ:O');

export const devanagariSigns = soundMap('ा:A ि:I ी:I ु:U ू:U ृ:rI ॅ:E े:E ै:I ॉ:O ो:O ौ:O');

export const virama = '\u094d';
export const nukta = '\u093c';

/** Anusvara and chandrabindu: a nasal that takes the place of the consonant after it. */
export const nasals: ReadonlySet<string> = new Set(['\u0902', '\u0901']);

function soundList(table: string): readonly (readonly [letters: string, sounds: string])[] {
  return table.split(/\s+/u).map((pair): [string, string] => {
    const [letters = '', sounds = ''] = pair.split(':');
    return [letters, sounds];
  });
}

function soundMap(table: string): ReadonlyMap<string, string> {
  return new Map(soundList(table));
}
