import { describe, expect, it } from 'vitest';
import { nameKey, nameKeyPrefixes, nameWords, rememberKeys } from '../../../counter/consumer/name-key.ts';

/** One name a line, in the spellings under which a cashier may look for it. */
const sameNames = `
    laxmi lakshmi लक्ष्मी Lakshmi luxmi
    rajesh raajesh राजेश
    kumar कुमार kumaar
    shyam श्याम syam
    choudhary chaudhri चौधरी chaudhary chowdhury
    vishwakarma विश्वकर्मा biswakarma vishvakarma
    yadav यादव yadaw yado
    devi देवी debi
    singh सिंह
    sinha सिन्हा
    paswan पासवान
    prasad प्रसाद prashad
    agarwal अग्रवाल agrawal
    jaiswal जायसवाल जैसवाल jayaswal
    tiwari तिवारी
    pandey पांडे पाण्डेय pande पांडेय
    kushwaha कुशवाहा kushwah
    sunita सुनीता
    sunil सुनील
    kanhaiya कन्हैया kanhaya
    narayan नारायण narain
    vijay विजय vijai bijay
    verma वर्मा varma
    mukherjee मुखर्जी mukharji
    gupta गुप्ता गुप्त
    mishra मिश्रा मिश्र
    shiv शिव sheo
    dev देव deo
    rao राव
    abdullah अब्दुल्लाह abdulla
    ayesha आयशा aisha
    krishna कृष्ण कृष्णा
    shah शाह sah साह
    ansari अंसारी
    khatoon खातून khatun
    siddharth सिद्धार्थ sidharth
    champa चंपा
    gyan ज्ञान
    chaurasia चौरसिया chaurasiya
    kishore किशोर kishor
    surendra सुरेंद्र surender सुरेन्द्र
    priyanka प्रियंका
    zakir ज़ाकिर जाकिर jakir
    phool फूल fool
    ravi रवि
    maya माया
    kamla कमला kamala
    nirmala निर्मला
    bhagwan भगवान
    gaurav गौरव gourav
    bachchan बच्चन
    raut राउत rawat रावत
    garh गढ़
    thakur ठाकुर
    hriday हृदय
    saxena सक्सेना
    ishwar ईश्वर
    jyoti ज्योति
    satya सत्य
    vidya विद्या
    ramesh रमेश
    kshetri क्षेत्री
    sahu साहू
    mahto महतो mahato
    manjhi मांझी
    ram रम राम
    rekha रेखा
    rakhi राखी
    asha आशा
    usha उषा ऊषा
    uma उमा
    anil अनिल
    anita अनीता
    amit अमित
    amita अमिता
    samir समीर sameer
    samar समर
    mina मीना meena
    mona मोना
    munna मुन्ना
    manu मनु
    sita सीता seeta
    sarita सरिता
    kumari कुमारी
    mohan मोहन
    manoj मनोज
    suresh सुरेश
    dinesh दिनेश
    danish दानिश
    rakesh राकेश
    mukesh मुकेश
    mahesh महेश
    sonu सोनू
    rani रानी
    rina रीना reena
    renu रेणु
    gita गीता geeta
    radha राधा
    sudha सुधा
    seema सीमा
    shila शीला sheela
    pushpa पुष्पा
    lalita ललिता
    lalit ललित
    ajit अजीत
    ajay अजय
    sanjay संजय
    abhay अभय
    uday उदय
    ravindra रवींद्र rabindra
    jitendra जितेंद्र jitender
    mahendra महेंद्र
    dharmendra धर्मेंद्र
    birendra बीरेंद्र virendra
    nagendra नागेन्द्र
    upendra उपेंद्र
    shatrughan शत्रुघ्न shatrughna
    lal लाल
    nath नाथ
    das दास
    dasi दासी
    jha झा
    mandal मंडल
    sahni साहनी sahani
    bind बिंद
    rajak रजक
    khan खान
    sheikh शेख shaikh
    alam आलम
    hussain हुसैन
    ahmad अहमद
    mohammad मोहम्मद md मो॰
    fatima फातिमा
    nisha निशा
    begam बेगम begum
    parveen परवीन perween
    noor नूर
    imran इमरान
    irfan इरफान
    salim सलीम saleem
    nasir नासिर naseer
    qasim कासिम kasim
    wasim वसीम
    yusuf यूसुफ
    usman उस्मान
    abdul अब्दुल
    kalpana कल्पना
    archana अर्चना
    vandana वंदना bandana
    ranjana रंजना
    sangeeta संगीता sangita
    shobha शोभा
    sushma सुषमा
    sushila सुशीला
    sushil सुशील
    basanti बसंती
    phulwa फुलवा
    budhiya बुधिया
    jagdish जगदीश
    satyendra सत्येंद्र
    brij बृज
    brijesh बृजेश
    vishnu विष्णु bishnu
    bhola भोला
    gopal गोपाल
    hari हरि
    shankar शंकर
    ganesh गणेश
    ganga गंगा
    yamuna यमुना
    saraswati सरस्वती
    durga दुर्गा
    kali काली
    indu इंदु
    arun अरुण
    tarun तरुण
    pramod प्रमोद
    vinod विनोद binod
    subodh सुबोध
    santosh संतोष
    ashok अशोक
    alok आलोक
    deepak दीपक dipak
    pankaj पंकज
    neeraj नीरज niraj
    dhiraj धीरज
    suraj सूरज
    chandan चंदन
    kundan कुंदन
    nandan नंदन
    mahendru महेन्द्रू
    sultanganj सुल्तानगंज
    gulzarbagh गुलजारबाग
    patna पटना
    khajekalan खाजेकलां
    malsalami मालसलामी
    chowk चौक
    road रोड
    gali गली
    ward वार्ड
    nagar नगर
    colony कॉलोनी
    tola टोला
    mohalla मोहल्ला
    general जनरल
    store स्टोर
    medical मेडिकल
    school स्कूल
    mill मिल
    flour फ्लोर
    hotel होटल
    kirana किराना
    ayodhya अयोध्या
    aditya आदित्य
    aishwarya ऐश्वर्या
    akhilesh अखिलेश
    shailesh शैलेश
    kailash कैलाश
    baidyanath बैद्यनाथ vaidyanath
    ramvilas रामविलास
    rambriksh रामवृक्ष
    jawahar जवाहर
    savitri सावित्री
    gayatri गायत्री
    bhavani भवानी bhawani
    shivani शिवानी
    divya दिव्या
    kavya काव्या
    arya आर्या
    surya सूर्य
    gyanti ज्ञांती
    yogendra योगेंद्र
    mayank मयंक
    priya प्रिया
    riya रिया
    jaya जया
    vinay विनय
    munda मुंडा
    hembram हेम्ब्रम
    soren सोरेन
    marandi मरांडी
    tudu टुडू
    poddar पोद्दार
    modi मोदी
    keshri केशरी kesari
    barnwal बर्णवाल baranwal
    lohar लोहार
    hajam हजाम
    bhagat भगत
    kahar कहार
    nishad निषाद
    dubey दुबे
    chaubey चौबे
    upadhyay उपाध्याय
    shukla शुक्ला
    trivedi त्रिवेदी
    dwivedi द्विवेदी
    ojha ओझा
    sharma शर्मा
    srivastava श्रीवास्तव shrivastava srivastav
    bhattacharya भट्टाचार्य
    chatterjee चटर्जी
    ghosh घोष
    sen सेन
    jain जैन
    keshav केशव
    madhav माधव
    raghav राघव
    vaishali वैशाली
    meghnath मेघनाथ
    jhuniya झुनिया
    sanjeev संजीव sanjiv
    rajeev राजीव
    dilip दिलीप
    pradeep प्रदीप pradip
    kuldeep कुलदीप
    amarnath अमरनाथ
    shashi शशि
    nitish नीतीश
    tejaswi तेजस्वी
    tej तेज
    lalu लालू
    karpoori कर्पूरी
    rajendra राजेंद्र rajender
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(' '));

/** Names of different people that a loose key would throw together. */
const distinctNames = `
    sunil sunila | sushil sushila | amit amita | ajit ajita | lalit lalita | sunit sunita | rekha rakhi rakesh
    mina mona munna manu mohan | sita sarita sati sudha | singh sinha sen | samir samar | kumar kumari kamal
    dev devi | anil anita amit | dinesh danish | suresh sarvesh ramesh rakesh | mukesh mahesh umesh | ram rima renu
    asha usha isha | rani rina renu | lal lila lalu | sah sahu saw sahay | raj roja rajni | gita gauri guddu
    yadav jadu | rai raj rao | pankaj pinki | vijay vinay vikas | sonu sanu sunu | ravi rupa | gopal gopi
    मनोज मनीष मोहन महेश | सुनीता संगीता सरिता सविता | राम रीमा रोमा रूमा | आशा उषा ईशा | देव देवी दया
    सिंह सिन्हा साह साहू साव | नीलम नीलू नूर | कमला कोमल | शीला शोभा शुभम | गीता गौरी गुड्डू
`
  .trim()
  .split(/[|\n]/u)
  .map((group) => group.trim().split(' '));

describe('the key of a name', () => {
  it('has more than a hundred names and more than two hundred pairs to be tried on', () => {
    expect(sameNames.length).toBeGreaterThan(100);
    expect(sameNames.flatMap((names) => names.slice(1)).length).toBeGreaterThan(200);
  });

  it.each(sameNames)('is the same for %s and %s', (...names) => {
    const keys = names.filter((name) => name !== undefined).map((name) => [name, nameKey(name)]);
    expect(keys).toEqual(keys.map(([name]) => [name, nameKey(names[0] ?? '')]));
  });

  it.each(distinctNames)('tells %s from %s', (...names) => {
    const keys = names.map((name) => nameKey(name));
    expect([...new Set(keys)]).toEqual(keys);
  });

  it('holds only small letters and digits, whatever is typed', () => {
    for (const text of [
      'राजेश॰',
      "O'Brien",
      'नईम',
      '"; DROP',
      'أحمد',
      '४८',
      'É',
      '𝒳',
      'क्',
      'ा',
      'x'.repeat(500),
    ]) {
      expect(nameKey(text)).toMatch(/^[a-z0-9]{0,32}$/u);
    }
  });

  it('reads digits of both scripts', () => {
    expect(nameKey('४८')).toBe('48');
  });

  it('does not ask how the letters are encoded', () => {
    expect(nameKey('ज़ाकिर')).toBe(nameKey('\u095bाकिर'));
    expect(nameKey('गढ़')).toBe(nameKey('ग\u095d'));
    expect(nameKey('लक्ष्\u200dमी')).toBe(nameKey('लक्ष्मी'));
  });

  it('is kept for as many words as it is told', () => {
    const keyOf = rememberKeys(1);
    expect([keyOf('Ravi'), keyOf('रवि'), keyOf('Ravi')]).toEqual(['rbi', 'rbi', 'rbi']);
  });
});

describe('the keys of a name that is being typed', () => {
  const typing = [
    ['देवी', 'd de dev devi'],
    ['Devendra', 'd de dev deve deven'],
    ['लक्ष्मी', 'l la lax laxm lak laks lakshm ल लक लक्ष'],
    ['मोहम्मद', 'mo moh moha muhamm मो मोह'],
    ['Ravindra', 'ra rav ravi रव रवी rab'],
    ['सुनीता', 'su sun suni sunit sunita सु सुनी'],
    ['Phool', 'ph pho phoo fo foo फू'],
    ['जनरल', 'gen gene general जनर'],
    ['श्याम', 'sh shy shya श्य'],
    ['Mayur', 'ma may mayu'],
    ['चौधरी', 'ch chau chaud choudh'],
    ['Surendra', 'sur sure suren surend'],
    ['Kanhaiya', 'ka kan kanh kanha'],
    ['Krishna', 'kr kri kris'],
  ] as const;

  it.each(typing)('lead to %s from each of: %s', (name, beginnings) => {
    const key = nameKey(name);
    const lost = beginnings
      .split(' ')
      .filter((typed) => !nameKeyPrefixes(typed).some((prefix) => key.startsWith(prefix)));
    expect(lost).toEqual([]);
  });

  it('do not lead to other names', () => {
    expect(nameKeyPrefixes('rav').some((prefix) => nameKey('Rajesh').startsWith(prefix))).toBe(false);
    expect(nameKeyPrefixes('sunil').some((prefix) => nameKey('Sunita').startsWith(prefix))).toBe(false);
  });
});

describe('the words of a name', () => {
  it('say where they stand', () => {
    const text = 'श्रीमती लक्ष्मी-देवी, W/o Ram';
    const words = nameWords(text);
    expect(words.map((word) => word.text)).toEqual(['श्रीमती', 'लक्ष्मी', 'देवी', 'Ram']);
    for (const word of words) expect(text.slice(word.start, word.start + word.length)).toBe(word.text);
  });

  it('are none in a text without letters', () => {
    expect(nameWords(' -- // ')).toEqual([]);
  });
});
