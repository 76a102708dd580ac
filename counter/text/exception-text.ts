import type { NotNow } from '../exception/outcomes.ts';
import type { Language } from './amount-in-words.ts';

/** Why the desk cannot do something now: one sentence that says what holds it up, and who can go on. */
export const notNowText: Readonly<Record<NotNow, Readonly<Record<Language, string>>>> = {
  credited: {
    hi: 'राशि उपभोक्ता के खाते में जमा हो चुकी है।',
    en: 'The amount is credited to the consumer already.',
  },
  settled: {
    hi: 'इसका निपटारा हो चुका है, राशि जमा है।',
    en: 'This is settled already, the amount is credited.',
  },
  refunded: {
    hi: 'राशि नकद लौटाई जा चुकी है।',
    en: 'The cash was given back already.',
  },
  cancelled: {
    hi: 'यह रसीद रद्द है, राशि उसी समय लौटाई गई थी।',
    en: 'This receipt was cancelled, the cash went back then.',
  },
  differs: {
    hi: 'मुख्य सर्वर ने दूसरी राशि या दूसरे उपभोक्ता को जमा किया है। सुधार वहीं, प्रमंडल कार्यालय से होगा।',
    en: 'The head end credited another amount or another consumer. Only the division office can correct it there.',
  },
  'not-refused': {
    hi: 'मुख्य सर्वर ने अभी मना नहीं किया है। राशि अब भी जमा हो सकती है, इसलिए रुकें।',
    en: 'The head end has not refused it. The amount may still be credited, so wait.',
  },
  'not-in-suspense': {
    hi: 'यह राशि नाम की प्रतीक्षा में नहीं है।',
    en: 'This payment does not wait for a name.',
  },
  'in-suspense': {
    hi: 'यह राशि नाम की प्रतीक्षा में है। पहले सही उपभोक्ता से मिलाएँ।',
    en: 'This payment waits for a name. Match it with the right consumer first.',
  },
  'settlement-waits': {
    hi: 'निपटारा भेजा जा चुका है और मुख्य सर्वर के उत्तर की प्रतीक्षा है।',
    en: 'A settlement is on its way and waits for the head end’s answer.',
  },
  'settled-elsewhere': {
    hi: 'मुख्य सर्वर में इसका निपटारा हो चुका है, पर वह इस काउंटर की बही में नहीं है। प्रमंडल कार्यालय से पूछें।',
    en: 'The head end holds a settlement that this counter’s journal does not. Ask the division office.',
  },
  'token-given': {
    hi: 'इस राशि का मीटर टोकन दिया जा चुका है, इसलिए न लौट सकती है, न दूसरी जगह जमा हो सकती है। प्रमंडल कार्यालय से पूछें।',
    en: 'A meter token was given for this money, so it cannot go back or to anybody else. Ask the division office.',
  },
  'too-many-tries': {
    hi: 'इसे बहुत बार आज़माया जा चुका है। प्रमंडल कार्यालय से पूछें।',
    en: 'This was tried too many times. Ask the division office.',
  },
  'same-consumer': {
    hi: 'रसीद पर यही उपभोक्ता है। दूसरे को चुनें, या फिर से भेजें।',
    en: 'The receipt names this very consumer. Choose another, or send it once more.',
  },
};
