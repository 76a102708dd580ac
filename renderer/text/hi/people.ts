export const setup = {
  stepEnrol: 'पंजीकरण',
  stepPerson: 'प्रधान कैशियर',
  stepList: 'उपभोक्ता सूची',
  enrolTitle: 'इस काउंटर का पंजीकरण',
  enrolLead: 'अधिकारी से मिला एक बार का कोड डालें। इसी से मुख्य सर्वर इस काउंटर को पहचानेगा।',
  enrolCode: 'पंजीकरण कोड',
  enrolDo: 'काउंटर पंजीकृत करें',
  enrolBusy: 'मुख्य सर्वर से पूछा जा रहा है …',
  enrolNeeds: 'इस काम के लिए मुख्य सर्वर चालू होना चाहिए। आगे का सब काम उसके बिना भी चलेगा।',
  personTitle: 'प्रधान कैशियर कौन हैं?',
  personLead: 'पहला व्यक्ति दिन खोलता है, मंज़ूरी देता है और बाकी लोगों को जोड़ता है।',
  nameHi: 'नाम हिन्दी में',
  nameEn: 'नाम अंग्रेज़ी में',
  pin: 'PIN, 4 से 8 अंक',
  pinAgain: 'वही PIN दोबारा',
  personDo: 'प्रधान कैशियर दर्ज करें',
  nameMissing: 'नाम दोनों लिपियों में लिखें।',
  pinsDiffer: 'दोनों PIN एक जैसे नहीं हैं। दोनों फिर डालें।',
  pinShort: 'PIN में 4 से 8 अंक चाहिए।',
  listTitle: 'उपभोक्ता सूची मँगाएँ',
  listLead: 'सूची होने पर नाम और मीटर सर्वर के बिना भी मिलते हैं। फ़ाइल पूरी ली जाती है या बिल्कुल नहीं।',
  listFromHeadEnd: 'मुख्य सर्वर से',
  listFromFile: 'फ़ाइल से',
  listPath: 'फ़ाइल कहाँ है',
  listPathHint: 'जैसे E:\\directory.ndjson.gz',
  listDo: 'सूची मँगाएँ',
  listLater: 'बाद में',
  listProgress: '{{done}} उपभोक्ता पढ़े गए',
  listProgressOf: '{{total}} में से {{done}} उपभोक्ता',
  listCanSell: 'एक-आध मिनट लग सकता है। इस बीच रसीद लेना चलता रहता है।',
  listDone: 'सूची में {{amount}} उपभोक्ता हैं।',
  listAge: 'अभी की सूची: {{amount}} उपभोक्ता, {{date}} की',
  listNone: 'अभी कोई सूची नहीं है',
} as const;

export const signIn = {
  title: 'काउंटर पर कौन हैं?',
  lead: 'तीर कुंजी से नाम चुनें, फिर अपना PIN डालें।',
  pin: 'PIN',
  do: '{{name}} – साइन इन करें',
  busy: 'जाँच हो रही है …',
  pinMissing: 'अपना PIN डालें।',
} as const;

export const addPerson = {
  title: 'नया व्यक्ति जोड़ें',
  lead: 'यह नाम उनकी हर रसीद पर छपेगा। PIN उन्हें ख़ुद डालने दें।',
  role: 'यहाँ क्या काम करेंगे?',
  do: 'व्यक्ति जोड़ें',
  done: '{{name}} जुड़ गए हैं और अब साइन इन कर सकते हैं।',
  another: 'एक और जोड़ें',
} as const;

export const role = {
  cashier: 'कैशियर',
  headCashier: 'प्रधान कैशियर',
  officer: 'अधिकारी',
  administrator: 'प्रशासक',
} as const;

export const approval = {
  title: 'मंज़ूरी चाहिए',
  aboveCashCap: '{{rupees}} एक रसीद की नकद सीमा से ज़्यादा है।',
  unknownConsumer: 'सूची में यह खाता नहीं है। खाताधारक मिलने तक पैसा उचंत खाते में रहेगा।',
  sameAmountAgain: 'इसी उपभोक्ता ने यही राशि अभी कुछ मिनट पहले दी है।',
  difference: 'अंतर ज़्यादा है।',
  act: 'सिर्फ़ इस काम के लिए: {{act}}',
  who: 'कौन मंज़ूर करेंगे?',
  pin: 'मंज़ूर करने वाले का PIN',
  do: 'मंज़ूर करें',
  nobody: 'इस काउंटर पर मंज़ूर करने वाला कोई नहीं है। पहले प्रधान कैशियर या अधिकारी जोड़ें।',
  duplicate: '{{receipt}} का पुनर्मुद्रण',
} as const;

export const clock = {
  title: 'क्या यह समय सही है?',
  lead: 'इस कंप्यूटर की घड़ी अचानक बदली है। समय पक्का होने तक कुछ दर्ज नहीं होगा। समय गलत हो तो पहले घड़ी ठीक कराएँ।',
  who: 'कौन पक्का करेंगे?',
  do: 'समय सही है',
} as const;
