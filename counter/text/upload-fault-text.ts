import type { RefusalReason, SilenceReason, UploadFaultWords } from '../outage/upload-fault.ts';
import { assertNever } from '../result.ts';
import type { Language } from './amount-in-words.ts';
import type { OperatorText } from './error-text.ts';

type Words = Readonly<Record<Language, OperatorText>>;

/**
 * Why receipts do not go up, and what to do now. None of them stops a sale: where nothing can be done at
 * the counter, that is what it says.
 */
export function uploadFaultText(fault: UploadFaultWords, language: Language): OperatorText {
  switch (fault.kind) {
    case 'not-answering':
      return silence[fault.reason][language];
    case 'refused':
      return refusal[fault.problem][language];
    case 'journals-differ':
      return twoJournals[language];
    default:
      return assertNever(fault);
  }
}

const carryOn = {
  hi: 'काम जारी रखें। रसीदें यहाँ सुरक्षित हैं और अपने आप जाएँगी।',
  en: 'Carry on. Receipts are safe here and go up by themselves.',
} as const;
const callIt = {
  hi: 'काम जारी रखें और आईटी को यह वाक्य पढ़कर सुनाएँ।',
  en: 'Carry on, and read this sentence to IT.',
} as const;
const tellOfficer = {
  hi: 'काम जारी रखें और आज ही अधिकारी को बताएँ। रसीदें यहाँ सुरक्षित हैं।',
  en: 'Carry on, and tell the officer today. Receipts are safe here.',
} as const;
const checkCable = {
  hi: 'नेटवर्क का तार और मॉडेम देखें। काम जारी रखें।',
  en: 'Look at the network cable and the modem. Carry on.',
} as const;
const checkClock = {
  hi: 'कंप्यूटर की तारीख़ और समय देखें, फिर आईटी को बताएँ।',
  en: 'Look at this computer’s date and time, then tell IT.',
} as const;

function words(hi: string, en: string, now: Readonly<Record<Language, string>>): Words {
  return { hi: { what: hi, now: now.hi }, en: { what: en, now: now.en } };
}

const twoJournals = words(
  'मुख्य सर्वर के पास इस काउंटर की दूसरी बही है।',
  'The head end holds another journal of this counter.',
  tellOfficer,
);

const silence: Readonly<Record<SilenceReason, Words>> = {
  refused: words('मुख्य सर्वर का प्रोग्राम बंद है।', 'The head end’s program is not running.', carryOn),
  unreachable: words(
    'मुख्य सर्वर तक रास्ता नहीं मिल रहा।',
    'There is no way through to the head end.',
    checkCable,
  ),
  untrusted: words(
    'सर्वर का प्रमाणपत्र भरोसे का नहीं है।',
    'The server’s certificate is not one that this PC trusts.',
    callIt,
  ),
  'wrong-pin': words(
    'सर्वर की कुंजी वह नहीं जो सेटिंग में है।',
    'The server’s key is not the one in the settings.',
    callIt,
  ),
  expired: words(
    'सर्वर का प्रमाणपत्र इस कंप्यूटर की घड़ी से मान्य नहीं है।',
    'The server’s certificate is not valid by this computer’s clock.',
    checkClock,
  ),
  'client-certificate': words(
    'सर्वर ने इस काउंटर का प्रमाणपत्र नहीं माना।',
    'The server did not take this counter’s certificate.',
    callIt,
  ),
  'certificate-files': words(
    'प्रमाणपत्र की फ़ाइल पढ़ी नहीं जा रही।',
    'The certificate file cannot be used.',
    callIt,
  ),
  tls: words('सुरक्षित लाइन नहीं बनी।', 'No secure line could be made.', callIt),
  timeout: words('मुख्य सर्वर ने समय पर उत्तर नहीं दिया।', 'The head end did not answer in time.', carryOn),
  'broken-off': words('बात बीच में कट गई।', 'The line broke in the middle.', carryOn),
  'too-long': words(
    'उत्तर बहुत लंबा था, उसे नहीं लिया गया।',
    'The answer was too long and was not taken.',
    callIt,
  ),
  'other-version': words(
    'सर्वर और यह प्रोग्राम अलग-अलग संस्करण के हैं।',
    'The server and this program are of different versions.',
    callIt,
  ),
  '5xx': words('मुख्य सर्वर में ख़राबी है।', 'The head end has a fault of its own.', carryOn),
  busy: words('मुख्य सर्वर व्यस्त है।', 'The head end is busy.', carryOn),
  redirect: words(
    'उत्तर मुख्य सर्वर से नहीं, रास्ते की किसी मशीन से आया।',
    'Something on the way answered, not the head end.',
    callIt,
  ),
  html: words('सर्वर की जगह कोई वेब पेज आया।', 'A web page came instead of the head end.', {
    hi: 'देखें कि नेटवर्क पर लॉगिन तो नहीं माँगा जा रहा। काम जारी रखें।',
    en: 'See whether the network asks for a log-in. Carry on.',
  }),
  empty: words('सर्वर ने ख़ाली उत्तर दिया।', 'The head end gave an empty answer.', carryOn),
  unparsable: words('सर्वर का उत्तर समझ में नहीं आया।', 'The head end’s answer made no sense.', callIt),
  'wrong-signature': words(
    'उत्तर पर मुख्य सर्वर के सही हस्ताक्षर नहीं हैं।',
    'The answer is not signed by the head end.',
    callIt,
  ),
  'wrong-server': words('यह दूसरा सर्वर है।', 'This is another server.', callIt),
  'wrong-answer': words('सर्वर ने किसी और बात का उत्तर दिया।', 'The head end answered something else.', callIt),
  'not-accepting': words(
    'मुख्य सर्वर चालू है पर अभी रसीदें नहीं ले रहा।',
    'The head end runs but takes no receipts just now.',
    carryOn,
  ),
  'local-failure': words(
    'यह कंप्यूटर भेजने के लिए बही नहीं पढ़ सका।',
    'This computer could not read its journal to send it.',
    { hi: 'प्रधान कैशियर को बताएँ और आईटी को बुलाएँ।', en: 'Tell the head cashier and call IT.' },
  ),
};

const refusal: Readonly<Record<RefusalReason, Words>> = {
  gap: words('सर्वर पीछे की रसीदें फिर माँग रहा है।', 'The head end asks for earlier receipts again.', carryOn),
  fork: words(
    'सर्वर को इस काउंटर की दो अलग बहियाँ मिलीं, इसलिए उसने रोक दिया।',
    'The head end got two different journals of this counter and has stopped it.',
    tellOfficer,
  ),
  epoch: words(
    'सर्वर पर यह काउंटर किसी और कंप्यूटर पर चल रहा है।',
    'At the head end this counter runs on another computer.',
    tellOfficer,
  ),
  chain: words(
    'सर्वर ने बही की कड़ी नहीं मानी।',
    'The head end did not accept the journal’s chain.',
    tellOfficer,
  ),
  signature: words(
    'सर्वर ने इस काउंटर के हस्ताक्षर नहीं माने।',
    'The head end did not accept this counter’s signature.',
    tellOfficer,
  ),
  malformed: words('सर्वर ने भेजी गई बात नहीं समझी।', 'The head end could not read what was sent.', callIt),
  'too-large': words(
    'एक बार में बहुत ज़्यादा गया; छोटे हिस्से जाएँगे।',
    'Too much at once; smaller parts will go.',
    carryOn,
  ),
  unauthorized: words(
    'सर्वर ने इस काउंटर को पहचाना नहीं।',
    'The head end does not know this counter’s pass.',
    tellOfficer,
  ),
  'unknown-counter': words(
    'सर्वर पर यह काउंटर दर्ज नहीं है।',
    'This counter is not enrolled at the head end.',
    tellOfficer,
  ),
  'unknown-code': words(
    'पंजीकरण कोड सर्वर को नहीं मिला।',
    'The head end does not know the enrolment code.',
    tellOfficer,
  ),
  'code-used': words('पंजीकरण कोड पहले ही लग चुका है।', 'The enrolment code has been used.', tellOfficer),
  recovery: words('सर्वर ने बहाली नहीं मानी।', 'The head end did not accept the recovery.', tellOfficer),
  version: words(
    'सर्वर इस प्रोग्राम का संस्करण नहीं लेता।',
    'The head end does not take this program’s version.',
    callIt,
  ),
  'not-found': words(
    'सर्वर के पते पर यह सेवा नहीं है।',
    'There is no such service at the server’s address.',
    callIt,
  ),
  busy: words('मुख्य सर्वर व्यस्त है।', 'The head end is busy.', carryOn),
};
