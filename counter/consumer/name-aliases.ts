/**
 * Words whose spelling no rule of sounds explains: each spelling on the right is read as the word
 * on the left. Abbreviations of the records, Arabic and English words as Bihar writes them.
 */
const spellingsOf: Readonly<Record<string, string>> = {
  mohammad:
    'md mohd mohamed mohammed mohamad mohamadd muhammad muhammed muhamad mohommad मो॰ मोहम्मद मुहम्मद मोहमद मुहमद',
  ahmad: 'ahmed ahemad ahmd अहमद अहमेद',
  shrimati: 'smt shrimti srimati shreemati श्रीमती श्रीमति',
  shri: 'sri shree sree श्री',
  choudhari: 'chowdhury chaudhury choudhury chowdhuri chaudhuri chaudhuree चौधुरी',
  tiwari: 'tewari tewary tiwary तिवारी तेवारी',
  singh: 'singh sing sinh singhh सिंह सिंघ सिह सिंग',
  lakshmi: 'lachhmi laksmi lakshami laxmi luxmi lakshmy लक्ष्मी लछमी लक्षमी लक्ष्मि',
  krishna: 'krishn kishna kirshna krisna कृष्ण कृष्णा क्रिष्णा',
  begam: 'begum begham बेगम',
  hussain: 'hossain husain hussein husein हुसैन हुसेन हुस्सैन',
  paswan: 'pasvan paswaan passwan पासवान',
  prasad: 'pd prashad parsad parshad prasaad प्रसाद परसाद',
  kumar: 'kr kumaar कुमार',
  doctor: 'dr डॉ डॉ॰ डा डाॅ डॉक्टर',
  store: 'stores स्टोर स्टोर्स',
  general: 'jeneral जनरल',
  school: 'skool स्कूल',
  hotel: 'होटल',
  centre: 'center सेंटर सेन्टर',
  medical: 'मेडिकल',
  office: 'aafis ऑफिस',
  company: 'कंपनी कम्पनी',
  service: 'services सर्विस',
  house: 'haus हाउस',
  enterprises: 'enterprise इंटरप्राइजेज एंटरप्राइजेज',
  electronics: 'इलेक्ट्रॉनिक्स',
  rai: 'roy राय रॉय',
  kshetri: 'chhetri chetri क्षेत्री',
  jewellers: 'jewelers ज्वेलर्स',
  hall: 'हॉल',
  hardware: 'हार्डवेयर',
  furniture: 'फर्नीचर',
  traders: 'trader ट्रेडर्स',
  cycle: 'saikil साइकिल',
  committee: 'kamiti कमिटी कमेटी',
  works: 'वर्क्स',
};

/** Spelling to the word it is read as. */
export const nameAliases: ReadonlyMap<string, string> = new Map(
  Object.entries(spellingsOf).flatMap(([word, spellings]) =>
    spellings.split(' ').map((spelling): [string, string] => [spelling.normalize('NFC'), word]),
  ),
);
