import { paise } from '../money.ts';
import { assert } from '../result.ts';

/** 0 to 99 have no regular form in Hindi; spelling as the Central Hindi Directorate teaches it. */
const hindiBelowHundred = [
  'शून्य एक दो तीन चार पाँच छह सात आठ नौ',
  'दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस',
  'बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस',
  'तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस',
  'चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास',
  'पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ',
  'साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर',
  'सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी',
  'अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सतासी अठासी नवासी',
  'नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे',
].flatMap((row) => row.split(' '));

const englishBelowTwenty = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
  'sixteen seventeen eighteen nineteen'
).split(' ');
const englishTens = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

interface Scale {
  readonly hundred: string;
  readonly thousand: string;
  readonly lakh: string;
  readonly crore: string;
  readonly belowHundred: (value: number) => string;
}

const hindi: Scale = {
  hundred: 'सौ',
  thousand: 'हज़ार',
  lakh: 'लाख',
  crore: 'करोड़',
  belowHundred: (value) => hindiBelowHundred[value] ?? '',
};

const english: Scale = {
  hundred: 'hundred',
  thousand: 'thousand',
  lakh: 'lakh',
  crore: 'crore',
  belowHundred: (value) => {
    if (value < 20) return englishBelowTwenty[value] ?? '';
    const tens = englishTens[Math.trunc(value / 10)] ?? '';
    return value % 10 === 0 ? tens : `${tens}-${englishBelowTwenty[value % 10] ?? ''}`;
  },
};

/** `एक हज़ार पाँच सौ रुपये`. Throws on a negative amount: nobody writes one in words. */
export function rupeesHindi(amountPaise: number): string {
  const { rupees, rest } = split(amountPaise);
  const main = `${numberWords(rupees, hindi)} ${rupees === 1 ? 'रुपया' : 'रुपये'}`;
  return rest === 0 ? main : `${main} ${hindi.belowHundred(rest)} ${rest === 1 ? 'पैसा' : 'पैसे'}`;
}

/** `one thousand five hundred rupees`. Throws on a negative amount. */
export function rupeesEnglish(amountPaise: number): string {
  const { rupees, rest } = split(amountPaise);
  const main = `${numberWords(rupees, english)} ${rupees === 1 ? 'rupee' : 'rupees'}`;
  return rest === 0 ? main : `${main} and ${english.belowHundred(rest)} ${rest === 1 ? 'paisa' : 'paise'}`;
}

/** As papers end it, so that nothing can be written behind: `एक हज़ार पाँच सौ रुपये मात्र`. */
export function amountWordsHindi(amountPaise: number): string {
  return `${rupeesHindi(amountPaise)} मात्र`;
}

/** `One thousand five hundred rupees only`. */
export function amountWordsEnglish(amountPaise: number): string {
  return `${capital(rupeesEnglish(amountPaise))} only`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function split(amountPaise: number): { rupees: number; rest: number } {
  const exact = paise(amountPaise);
  assert(exact >= 0, `only what was taken is written in words, got ${exact}`);
  return { rupees: Math.trunc(exact / 100), rest: exact % 100 };
}

function numberWords(value: number, scale: Scale): string {
  if (value < 100) return scale.belowHundred(value);
  const steps = [
    [10_000_000, scale.crore],
    [100_000, scale.lakh],
    [1_000, scale.thousand],
    [100, scale.hundred],
  ] as const;
  const words: string[] = [];
  let rest = value;
  for (const [unit, name] of steps) {
    const count = Math.trunc(rest / unit);
    if (count > 0) words.push(numberWords(count, scale), name);
    rest %= unit;
  }
  if (rest > 0) words.push(scale.belowHundred(rest));
  return words.join(' ');
}
