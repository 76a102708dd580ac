import type { BilingualText } from '../journal/every-entry.ts';
import { limits } from '../limits.ts';
import { formatRupees } from '../money.ts';
import { assertNever } from '../result.ts';
import { type IsoDate, paperDateTime } from '../time.ts';
import type { Standing } from './chain.ts';

/** The latest act of the desk, as a letter tells it. Of another consumer it gives number and meter, never the name. */
export interface LetterAct {
  readonly what: 'moved' | 'matched' | 'resubmitted' | 'refund' | 'cancellation';
  readonly at: number;
  /** Who did it. */
  readonly by: BilingualText;
  readonly consumer: string | null;
  readonly meterLastFour: string | null;
}

export interface LetterFacts {
  readonly receiptNumber: string;
  readonly counter: string;
  readonly amountPaise: number;
  readonly paidAt: number;
  readonly standing: Standing['is'];
  /** What the head end said of the payment; null where it gave no words. */
  readonly said: BilingualText | null;
  readonly act: LetterAct | null;
  /** When the three working days are over; null where nothing is left to do. */
  readonly dueAt: number | null;
  readonly reference: string | null;
}

/** What a letter to the consumer says, paragraph by paragraph: what happened, what was done, what comes next. */
export function letterParagraphs(facts: LetterFacts): BilingualText[] {
  const said = facts.said === null ? [] : [whatWasSaid(facts.said)];
  const act = facts.act === null ? [] : [whatWasDone(facts.act, facts)];
  return [whatWasPaid(facts), ...said, ...act, whatComesNext(facts)];
}

function whatWasPaid({ amountPaise, paidAt, counter, receiptNumber }: LetterFacts): BilingualText {
  const rupees = formatRupees(amountPaise);
  const on = dateOf(paidAt);
  return {
    hi: `आपने ${on} को काउंटर ${counter} पर ${rupees} नकद जमा किए। रसीद संख्या ${receiptNumber}। आपका भुगतान हमारे यहाँ दर्ज और सुरक्षित है।`,
    en: `On ${on} you paid ${rupees} in cash at counter ${counter}, receipt ${receiptNumber}. Your payment is on record with us and safe.`,
  };
}

function whatWasSaid(said: BilingualText): BilingualText {
  return {
    hi: `यह राशि सीधे खाते में जमा नहीं हो सकी। मुख्य सर्वर का उत्तर: ${said.hi}`,
    en: `The amount could not be credited straight away. The head end’s answer: ${said.en}`,
  };
}

function whatWasDone(
  { what, at, by, consumer, meterLastFour }: LetterAct,
  facts: LetterFacts,
): BilingualText {
  const on = dateOf(at);
  const hiWhom = meterLastFour === null ? consumer : `${consumer} (मीटर …${meterLastFour})`;
  const enWhom = meterLastFour === null ? consumer : `${consumer} (meter …${meterLastFour})`;
  const rupees = formatRupees(facts.amountPaise);
  switch (what) {
    case 'moved':
      return {
        hi: `${on} को ${by.hi} ने यह राशि उपभोक्ता ${hiWhom} के खाते में जमा करने को भेजी।`,
        en: `On ${on} ${by.en} had the amount credited to account ${enWhom}.`,
      };
    case 'matched':
      return {
        hi: `${on} को ${by.hi} ने यह राशि उपभोक्ता ${hiWhom} की मानकर जमा करने को भेजी।`,
        en: `On ${on} ${by.en} found that the amount belongs to account ${enWhom} and had it credited there.`,
      };
    case 'resubmitted':
      return {
        hi: `${on} को ${by.hi} ने यह राशि उसी खाते में जमा करने को फिर भेजी।`,
        en: `On ${on} ${by.en} asked once more for the credit to the same account.`,
      };
    case 'refund':
    case 'cancellation':
      return {
        hi: `${on} को ${by.hi} ने ${rupees} नकद लौटाए और पर्ची पर हस्ताक्षर लिए।`,
        en: `On ${on} ${by.en} gave ${rupees} back in cash against a signed slip.`,
      };
    default:
      return assertNever(what);
  }
}

function whatComesNext({ standing, dueAt, reference }: LetterFacts): BilingualText {
  const ref = reference ?? '–';
  switch (standing) {
    case 'credited':
    case 'settled':
      return {
        hi: `राशि खाते में जमा हो चुकी है। संदर्भ ${ref}। अब आपको कुछ नहीं करना है।`,
        en: `The amount is credited, reference ${ref}. There is nothing left for you to do.`,
      };
    case 'refunded':
    case 'cancelled':
      return {
        hi: 'इस रसीद पर अब कोई राशि बाक़ी नहीं है। बिजली के लिए नया भुगतान करें।',
        en: 'Nothing is left to pay out on this receipt. For supply, please make a new payment.',
      };
    case 'unsent':
    case 'pending':
      return {
        hi: 'मुख्य सर्वर के अंतिम उत्तर की प्रतीक्षा है। दोबारा भुगतान न करें।',
        en: 'We are waiting for the head end’s final answer. Please do not pay again.',
      };
    case 'suspense':
      return {
        hi: `सही उपभोक्ता संख्या के लिए अपना पुराना बिल या मीटर नंबर दिखाएँ।${until(dueAt).hi} दोबारा भुगतान न करें।`,
        en: `Please show an old bill or your meter number so that the right account is found.${until(dueAt).en} Please do not pay again.`,
      };
    case 'refused':
    case 'differs':
      return {
        hi: `राशि सही खाते में जमा होगी या आपको लौटाई जाएगी।${until(dueAt).hi} यह पत्र और रसीद साथ रखें।`,
        en: `The amount will be credited rightly or given back to you.${until(dueAt).en} Please keep this letter with the receipt.`,
      };
    default:
      return assertNever(standing);
  }
}

/** The clock runs to a midnight: what people are told is the day before it. */
function until(dueAt: number | null): BilingualText {
  if (dueAt === null) return { hi: '', en: '' };
  const day = dateOf(dueAt - 1);
  return { hi: ` इसका निपटारा ${day} तक होना है।`, en: ` This is to be settled by ${day}.` };
}

function dateOf(wallMs: number): string {
  return paperDateTime(wallMs).slice(0, 10);
}

/** A name that no letter has yet; null where too many were made about this receipt today. */
export function letterFileName(
  receiptNumber: string,
  madeOn: IsoDate,
  isTaken: (name: string) => boolean,
): string | null {
  for (let number = 1; number <= limits.lettersPerDateMax; number += 1) {
    const name = `LETTER_${receiptNumber}_${madeOn}${number === 1 ? '' : `_${number}`}.pdf`;
    if (!isTaken(name)) return name;
  }
  return null;
}
