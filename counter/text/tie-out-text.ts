import type { BilingualText } from '../journal/every-entry.ts';
import type { RowReason } from '../tie-out/row.ts';

/** Where the rupees of a receipt are and why, and what a person does about it now; on screen, paper and file. */
export interface TieOutText {
  readonly why: BilingualText;
  readonly now: BilingualText;
}

const nothing: BilingualText = { hi: 'कुछ नहीं करना है।', en: 'Nothing to do.' };
const callHeadOffice: BilingualText = {
  hi: 'अधिकारी मुख्य कार्यालय को फ़ोन करें।',
  en: 'Officer: call the head office.',
};
const lookInto: BilingualText = { hi: 'अधिकारी जाँचें।', en: 'Officer: look into it.' };
const settle: BilingualText = {
  hi: 'निपटाएँ: कार्यालय, जो भुगतान जमा नहीं हुए।',
  en: 'Settle it: Office, payments not credited.',
};

export const tieOutText: Readonly<Record<RowReason, TieOutText>> = {
  credited: { why: { hi: 'जमा हुआ।', en: 'Credited.' }, now: nothing },
  cancelled: { why: { hi: 'काउंटर पर रद्द हुई।', en: 'Cancelled at the counter.' }, now: nothing },
  refunded: {
    why: { hi: 'अस्वीकृत हुई, नकद वापस किया।', en: 'Refused, the cash was given back.' },
    now: nothing,
  },
  settled: { why: { hi: 'अस्वीकृत हुई थी, निपटाई गई।', en: 'Was refused, then settled.' }, now: nothing },
  'not-sent': {
    why: { hi: 'अभी भेजी नहीं गई।', en: 'Not sent yet.' },
    now: {
      hi: 'मुख्य सर्वर का उत्तर आते ही अपने आप जाएगी। F8 से अभी भेज सकते हैं।',
      en: 'Goes by itself when the head end answers. F8 sends now.',
    },
  },
  'no-answer': {
    why: { hi: 'उत्तर नहीं आया।', en: 'Not answered yet.' },
    now: {
      hi: 'पहुँच गई है, उत्तर आना बाकी है। थोड़ी देर बाद फिर मिलान करें।',
      en: 'It has arrived; the answer follows. Tie out again later.',
    },
  },
  'waits-at-head-end': {
    why: { hi: 'मुख्य सर्वर पर जाँच में है।', en: 'Held at the head end.' },
    now: { hi: 'मुख्य कार्यालय जाँच रहा है। वहाँ पूछें।', en: 'The head office is looking into it. Ask there.' },
  },
  'settlement-waits': {
    why: { hi: 'निपटारे का उत्तर बाकी है।', en: 'Its settlement is not answered yet.' },
    now: {
      hi: 'निपटारा भेजा गया है, उत्तर आना बाकी है।',
      en: 'The settlement was sent; its answer follows.',
    },
  },
  'unknown-consumer': {
    why: { hi: 'मुख्य सर्वर इस उपभोक्ता को नहीं जानता।', en: 'The head end does not know this consumer.' },
    now: {
      hi: 'सही उपभोक्ता ढूँढें: कार्यालय, जो भुगतान जमा नहीं हुए।',
      en: 'Find the right consumer: Office, payments not credited.',
    },
  },
  refused: { why: { hi: 'मुख्य सर्वर ने अस्वीकार की।', en: 'Refused by the head end.' }, now: settle },
  'settlement-refused': {
    why: { hi: 'निपटारा भी अस्वीकृत हुआ।', en: 'The settlement was refused too.' },
    now: {
      hi: 'दोबारा निपटाएँ: कार्यालय, जो भुगतान जमा नहीं हुए।',
      en: 'Settle it anew: Office, payments not credited.',
    },
  },
  'other-amount': {
    why: { hi: 'मुख्य सर्वर ने दूसरी राशि जमा की।', en: 'The head end credited another amount.' },
    now: callHeadOffice,
  },
  'other-consumer': {
    why: { hi: 'मुख्य सर्वर ने दूसरे उपभोक्ता को जमा किया।', en: 'The head end credited another consumer.' },
    now: callHeadOffice,
  },
  'credited-twice': { why: { hi: 'दो बार जमा हुआ।', en: 'Credited twice.' }, now: callHeadOffice },
  'given-back-twice': {
    why: { hi: 'नकद दो बार वापस हुआ।', en: 'Cash was given back twice.' },
    now: lookInto,
  },
  'given-back-and-credited': {
    why: { hi: 'जमा भी हुआ और नकद वापस भी।', en: 'Credited and given back.' },
    now: callHeadOffice,
  },
  'refunded-before-refusal': {
    why: { hi: 'अस्वीकृत होने से पहले नकद वापस हुआ।', en: 'Given back before it was refused.' },
    now: { hi: 'अधिकारी जमा रुकवाएँ।', en: 'Officer: have the credit stopped.' },
  },
  'other-amount-given-back': {
    why: {
      hi: 'जितना लिया उससे अलग राशि वापस हुई।',
      en: 'Another amount was given back than was taken.',
    },
    now: lookInto,
  },
  'answers-contradict': {
    why: { hi: 'मुख्य सर्वर ने दो अलग बातें कहीं।', en: 'The head end said two different things.' },
    now: callHeadOffice,
  },
  'nothing-to-credit': {
    why: { hi: 'मुख्य सर्वर इस पर कुछ जमा नहीं करता।', en: 'The head end credits nothing for it.' },
    now: callHeadOffice,
  },
  'credit-without-receipt': {
    why: {
      hi: 'मुख्य सर्वर ने बिना रसीद के जमा किया।',
      en: 'The head end credits something that is no receipt.',
    },
    now: callHeadOffice,
  },
  'cash-back-without-receipt': {
    why: { hi: 'बिना रसीद के नकद वापस हुआ।', en: 'Cash went back without a receipt.' },
    now: lookInto,
  },
  'settlement-without-receipt': {
    why: { hi: 'बिना रसीद का निपटारा।', en: 'A settlement without a receipt.' },
    now: lookInto,
  },
};
