import { paise } from '../money.ts';

/** The two languages of the counter, on screen and on paper. */
export type Language = 'hi' | 'en';

/**
 * `एक हज़ार पाँच सौ रुपये` / `One thousand five hundred rupees`. Counts by crore, lakh and thousand.
 * Paise are told only where there are some. Throws on what is not money: that is a bug.
 */
export function amountInWords(amountPaise: number, language: Language): string {
  const exact = paise(amountPaise);
  const rupees = Math.trunc(Math.abs(exact) / 100);
  const rest = Math.abs(exact) % 100;
  const words = language === 'hi' ? hindi : english;
  const parts = [`${wholeInWords(rupees, words)} ${rupees === 1 ? words.rupee : words.rupees}`];
  if (rest !== 0) parts.push(`${wholeInWords(rest, words)} ${words.paise}`);
  const text = `${exact < 0 ? `${words.minus} ` : ''}${parts.join(' ')}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface NumberWords {
  readonly below100: (value: number) => string;
  readonly hundred: string;
  readonly thousand: string;
  readonly lakh: string;
  readonly crore: string;
  readonly rupee: string;
  readonly rupees: string;
  readonly paise: string;
  readonly minus: string;
}

function wholeInWords(value: number, words: NumberWords): string {
  if (value === 0) return words.below100(0);
  const parts: string[] = [];
  const crores = Math.trunc(value / 10_000_000);
  // Above a hundred crore the count of crores is itself told by lakhs and thousands.
  if (crores > 0) parts.push(`${wholeInWords(crores, words)} ${words.crore}`);
  const lakhs = Math.trunc(value / 100_000) % 100;
  if (lakhs > 0) parts.push(`${words.below100(lakhs)} ${words.lakh}`);
  const thousands = Math.trunc(value / 1000) % 100;
  if (thousands > 0) parts.push(`${words.below100(thousands)} ${words.thousand}`);
  const hundreds = Math.trunc(value / 100) % 10;
  if (hundreds > 0) parts.push(`${words.below100(hundreds)} ${words.hundred}`);
  const last = value % 100;
  if (last > 0) parts.push(words.below100(last));
  return parts.join(' ');
}

const hindiBelow100 = `शून्य एक दो तीन चार पाँच छह सात आठ नौ
दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस
तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास
पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ
साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर
सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी
अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी
नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे`.split(/\s+/u);

const englishBelow20 = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen`.split(/\s+/u);
const englishTens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const hindi: NumberWords = {
  below100: (value) => hindiBelow100[value] ?? '',
  hundred: 'सौ',
  thousand: 'हज़ार',
  lakh: 'लाख',
  crore: 'करोड़',
  rupee: 'रुपया',
  rupees: 'रुपये',
  paise: 'पैसे',
  minus: 'ऋण',
};

const english: NumberWords = {
  below100: (value) => {
    if (value < 20) return englishBelow20[value] ?? '';
    const tens = englishTens[Math.trunc(value / 10)] ?? '';
    return value % 10 === 0 ? tens : `${tens}-${englishBelow20[value % 10] ?? ''}`;
  },
  hundred: 'hundred',
  thousand: 'thousand',
  lakh: 'lakh',
  crore: 'crore',
  rupee: 'rupee',
  rupees: 'rupees',
  paise: 'paise',
  minus: 'minus',
};
