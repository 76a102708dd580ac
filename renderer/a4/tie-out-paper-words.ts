import type { BilingualText } from '../../counter/journal/every-entry.ts';
import type { RowEnd } from '../../counter/tie-out/ended-row.ts';

/** The words of the tie-out's paper. */
export const words = {
  title: { hi: 'मिलान: काउंटर और मुख्य सर्वर', en: 'Tie-out: counter and head end' },
  ties: {
    hi: 'मिलान पूरा। हर रुपये का हिसाब है।',
    en: 'It ties. Every rupee is accounted for.',
  },
  statementDiffers: {
    hi: 'हर रसीद का हिसाब है, पर मुख्य सर्वर का विवरण कुछ और कहता है।',
    en: 'Every receipt is accounted for, but the head end’s statement says otherwise.',
  },
  equation: { hi: 'हिसाब', en: 'The equation' },
  byDate: { hi: 'तारीख़ के अनुसार', en: 'By business date' },
  ends: { hi: 'निपटाई गई रसीदें', en: 'Exceptions that found their end' },
  noEnds: { hi: 'कोई नहीं', en: 'none' },
  open: { hi: 'जिनका हिसाब बाकी है', en: 'Not accounted for' },
  more: { hi: 'और रसीदें साथ की फ़ाइल में हैं', en: 'more receipts are in the file with this paper' },
  statement: { hi: 'मुख्य सर्वर का विवरण', en: 'Statement of the head end' },
  date: { hi: 'दिनांक', en: 'Date' },
  total: { hi: 'कुल', en: 'Total' },
  receipts: { hi: 'रसीदें', en: 'Receipts' },
  takings: { hi: 'ली गई राशि', en: 'Takings' },
  cancelled: { hi: 'रद्द', en: 'Cancelled' },
  refunded: { hi: 'वापस', en: 'Given back' },
  counter: { hi: 'काउंटर', en: 'Counter' },
  headEnd: { hi: 'मुख्य सर्वर पर जमा', en: 'Head end' },
  difference: { hi: 'अंतर', en: 'Difference' },
  amount: { hi: 'राशि', en: 'Amount' },
  why: { hi: 'कारण', en: 'Why' },
  now: { hi: 'अब क्या करें', en: 'What to do now' },
  entry: { hi: 'प्रविष्टि', en: 'entry' },
  noStatement: {
    hi: 'मुख्य सर्वर का विवरण अभी नहीं मिला। उसके हस्ताक्षर वाले उत्तरों से मिलान हुआ।',
    en: 'There is no statement of the head end yet. Its signed answers were compared.',
  },
  sameAll: { hi: 'हर तारीख़ पर वही राशि।', en: 'The same on every date.' },
} as const satisfies Record<string, BilingualText>;

export const endWords: Readonly<Record<RowEnd, BilingualText>> = {
  moved: { hi: 'दूसरे खाते में डाली', en: 'Moved to another account' },
  matched: { hi: 'उपभोक्ता मिला', en: 'Consumer found' },
  resubmitted: { hi: 'फिर से भेजी', en: 'Sent once more' },
  refunded: { hi: 'नकद वापस', en: 'Cash given back' },
  cancelled: { hi: 'रद्द', en: 'Cancelled' },
};

export function openVerdict(amount: string, rupees: string): BilingualText {
  return {
    hi: `मिलान अधूरा। ${rupees} का हिसाब अभी बाकी है (${amount} रसीदें)।`,
    en: `It does not tie yet. ${rupees} are not accounted for (${amount} receipts).`,
  };
}

/** What it was held against: when the head end signed it and which entry it had by then. */
export function statementHead(at: string, seq: string, is: 'fresh' | 'kept'): BilingualText {
  return {
    hi: `${at} का, हस्ताक्षर सहित, प्रविष्टि ${seq} तक${is === 'kept' ? ' (मुख्य सर्वर से अभी नया नहीं मिला)' : ''}।`,
    en: `Signed at ${at}, through entry ${seq}${is === 'kept' ? ' (the head end gave no newer one)' : ''}.`,
  };
}

export function missingDates(dates: string): BilingualText {
  return { hi: `${dates} तारीख़ें उसमें नहीं हैं।`, en: `It does not tell of ${dates} dates.` };
}

export function statedDay(date: string, counter: string, headEnd: string): BilingualText {
  return {
    hi: `${date}: काउंटर ${counter}, विवरण ${headEnd}`,
    en: `${date}: counter ${counter}, statement ${headEnd}`,
  };
}
