import type { BilingualText } from '../../counter/journal/every-entry.ts';

/** Why an answer is not plainly "applied", for the operator and the exceptions desk. */
export const answerCodes = {
  'unknown-consumer': {
    hi: 'यह उपभोक्ता संख्या मुख्य प्रणाली में नहीं मिली। राशि सुरक्षित दर्ज है, जाँच के बाद जमा होगी।',
    en: 'The head end does not know this consumer number. The amount is on record and waits for a person.',
  },
  'unknown-key': {
    hi: 'इस काउंटर की नई कुंजी अभी स्वीकृत नहीं है। राशि सुरक्षित दर्ज है।',
    en: 'The new key of this counter is not enrolled yet. The amount is on record.',
  },
  'unknown-kind': {
    hi: 'इस प्रकार की प्रविष्टि मुख्य प्रणाली नहीं पहचानती। प्रविष्टि सुरक्षित दर्ज है।',
    en: 'The head end does not know this kind of entry. It is on record.',
  },
  'unknown-version': {
    hi: 'प्रविष्टि का यह संस्करण मुख्य प्रणाली नहीं पहचानती। प्रविष्टि सुरक्षित दर्ज है।',
    en: 'The head end does not know this version of an entry. It is on record.',
  },
  unreadable: {
    hi: 'प्रविष्टि पढ़ी नहीं जा सकी। वह जैसी है वैसी सुरक्षित दर्ज है।',
    en: 'The entry cannot be read. It is on record as it is.',
  },
  'place-differs': {
    hi: 'प्रविष्टि में लिखा क्रम उसकी जगह से मेल नहीं खाता। प्रविष्टि सुरक्षित दर्ज है।',
    en: 'The entry names another place in the journal than it has. It is on record.',
  },
  'uid-seen': {
    hi: 'यही पहचान पहले किसी और प्रविष्टि में आ चुकी है। राशि दोबारा जमा नहीं की गई।',
    en: 'Another entry with this id came before. The amount was not credited a second time.',
  },
  'wrong-amount': {
    hi: 'राशि सीमा से बाहर है। प्रविष्टि सुरक्षित दर्ज है।',
    en: 'The amount is out of bounds. The entry is on record.',
  },
  'found-money': {
    hi: 'यह काउंटर किसी दूसरे कंप्यूटर पर फिर से चालू किया जा चुका है। राशि सुरक्षित दर्ज है, जाँच के बाद जमा होगी।',
    en: 'This counter was restored on another PC. The amount is on record and waits for a person.',
  },
  'token-follows': {
    hi: 'राशि जमा हो गई। मीटर टोकन बाद में मिलेगा।',
    en: 'The amount is credited. The meter token follows.',
  },
  'account-closed': {
    hi: 'यह कनेक्शन स्थायी रूप से बंद है। राशि जमा नहीं होगी।',
    en: 'This connection is closed for good. The amount will not be credited.',
  },
  'account-blocked': {
    hi: 'इस कनेक्शन पर रोक लगी है। राशि जमा नहीं होगी; उपभोक्ता पहले कार्यालय से मिलें।',
    en: 'This connection is blocked. The amount will not be credited; the consumer sees the office first.',
  },
  'matched-elsewhere': {
    hi: 'सही उपभोक्ता मिल गया। राशि अलग प्रविष्टि से उसके खाते में जमा होती है।',
    en: 'The right consumer was found. The amount goes to that account by an entry of its own.',
  },
  'not-refused': {
    hi: 'मूल रिचार्ज अस्वीकृत नहीं है, इसलिए यह निपटारा नहीं हो सका। कार्यालय जाँच करे।',
    en: 'The recharge that this settles is not refused. The office must look into it.',
  },
  'settled-before': {
    hi: 'मूल रिचार्ज का निपटारा पहले हो चुका है। कार्यालय जाँच करे।',
    en: 'The recharge that this settles was settled before. The office must look into it.',
  },
  cancelled: {
    hi: 'रिचार्ज काउंटर पर रद्द हुआ। कोई राशि जमा नहीं होगी।',
    en: 'The recharge was cancelled at the counter. Nothing is credited.',
  },
  'cancelled-too-late': {
    hi: 'राशि पहले ही जमा हो चुकी थी, रद्द नहीं हो सकी। कार्यालय जाँच करे।',
    en: 'The amount was credited before the cancellation came. The office must look into it.',
  },
  'no-such-recharge': {
    hi: 'जिस रिचार्ज का यह उल्लेख करती है वह दर्ज नहीं है। कार्यालय जाँच करे।',
    en: 'The recharge that this names is not on record. The office must look into it.',
  },
  'credit-waits': {
    hi: 'राशि सुरक्षित दर्ज है और अपनी बारी में जमा होगी।',
    en: 'The amount is on record and is credited in its turn.',
  },
  'decided-by-office': {
    hi: 'कार्यालय ने जाँच के बाद निर्णय किया।',
    en: 'The office decided after looking into it.',
  },
} as const satisfies Record<string, BilingualText>;

export type AnswerCode = keyof typeof answerCodes;
