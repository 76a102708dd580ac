/**
 * Names as they stand in the registers of a division office in Patna City, with rough weights. Each
 * line: Hindi, one or more Latin spellings, weight.
 */
export interface ListedName {
  readonly hindi: string;
  readonly latin: readonly string[];
}

export type WeightedName = readonly [ListedName, number];

function names(table: string): WeightedName[] {
  return table
    .trim()
    .split('\n')
    .map((line): WeightedName => {
      const [hindi = '', latin = '', weight = ''] = line.trim().split(/\s*\|\s*/u);
      return [{ hindi, latin: latin.split('/') }, Number(weight)];
    });
}

export const menNames = names(`
  राजेश | Rajesh | 30
  रमेश | Ramesh | 26
  सुरेश | Suresh | 24
  मुकेश | Mukesh | 22
  दिनेश | Dinesh | 20
  राकेश | Rakesh | 22
  महेश | Mahesh | 14
  संजय | Sanjay | 28
  अजय | Ajay | 20
  विजय | Vijay/Bijay | 24
  मनोज | Manoj | 28
  अनिल | Anil | 24
  सुनील | Sunil | 24
  अशोक | Ashok | 22
  विनोद | Vinod/Binod | 20
  प्रमोद | Pramod | 14
  संतोष | Santosh | 20
  पंकज | Pankaj | 14
  नीरज | Neeraj/Niraj | 10
  धीरज | Dhiraj/Dheeraj | 10
  सूरज | Suraj | 8
  दीपक | Deepak/Dipak | 14
  अमित | Amit | 16
  सुमित | Sumit | 6
  रोहित | Rohit | 8
  विकास | Vikash/Vikas/Bikash | 14
  प्रकाश | Prakash | 12
  ओम प्रकाश | Om Prakash | 10
  जय प्रकाश | Jai Prakash/Jay Prakash | 8
  उमेश | Umesh | 12
  गणेश | Ganesh | 10
  शंकर | Shankar | 10
  गोपाल | Gopal | 8
  कृष्णा | Krishna | 10
  राम प्रवेश | Ram Pravesh | 8
  राम बाबू | Ram Babu | 6
  राम नरेश | Ram Naresh | 6
  राम विलास | Ram Vilas/Ram Bilas | 5
  श्याम | Shyam | 8
  श्याम सुंदर | Shyam Sundar | 5
  लक्ष्मण | Lakshman/Laxman | 6
  भोला | Bhola | 6
  लाल बाबू | Lal Babu | 6
  रवि | Ravi | 12
  रवींद्र | Ravindra/Rabindra | 12
  जितेंद्र | Jitendra | 12
  धर्मेंद्र | Dharmendra | 12
  सत्येंद्र | Satyendra | 8
  वीरेंद्र | Virendra/Birendra | 10
  सुरेंद्र | Surendra | 14
  महेंद्र | Mahendra | 10
  नरेंद्र | Narendra | 8
  राजेंद्र | Rajendra | 12
  उपेंद्र | Upendra | 8
  नागेंद्र | Nagendra | 5
  योगेंद्र | Yogendra | 6
  अरुण | Arun | 12
  अरविंद | Arvind/Arbind | 14
  आनंद | Anand | 6
  नंद किशोर | Nand Kishor/Nand Kishore | 6
  कमलेश | Kamlesh | 8
  अखिलेश | Akhilesh | 6
  शैलेश | Shailesh | 5
  कैलाश | Kailash | 5
  बैजनाथ | Baijnath | 4
  विश्वनाथ | Vishwanath/Bishwanath | 5
  केदार | Kedar | 4
  शत्रुघ्न | Shatrughan | 5
  भरत | Bharat | 5
  जगदीश | Jagdish | 6
  हरेंद्र | Harendra | 4
  लालू | Lalu | 2
  छोटे लाल | Chhote Lal | 4
  मुन्ना | Munna | 8
  पप्पू | Pappu | 6
  गुड्डू | Guddu | 5
`);

export const womenNames = names(`
  सुनीता | Sunita | 30
  अनीता | Anita | 26
  गीता | Geeta/Gita | 24
  सीता | Sita | 10
  लक्ष्मी | Lakshmi/Laxmi | 12
  सरस्वती | Saraswati | 5
  पार्वती | Parvati/Parwati | 6
  मीना | Meena/Mina | 14
  रीना | Reena/Rina | 12
  रेखा | Rekha | 14
  रेणु | Renu | 10
  आशा | Asha | 12
  उषा | Usha | 12
  शोभा | Shobha | 8
  पुष्पा | Pushpa | 10
  कमला | Kamla/Kamala | 8
  विमला | Vimla/Bimla | 8
  निर्मला | Nirmala | 10
  उर्मिला | Urmila | 10
  शीला | Sheela/Shila | 8
  सुशीला | Sushila | 8
  मंजू | Manju | 12
  अंजू | Anju | 6
  संगीता | Sangeeta/Sangita | 12
  सरिता | Sarita | 10
  बबीता | Babita | 10
  ममता | Mamta | 8
  पूनम | Poonam/Punam | 12
  किरण | Kiran | 8
  रंजू | Ranju | 6
  प्रमिला | Pramila | 8
  शांति | Shanti | 10
  सावित्री | Savitri | 6
  गायत्री | Gayatri | 6
  माया | Maya | 6
  सीमा | Seema/Sima | 8
  पिंकी | Pinki/Pinky | 8
  सोनी | Soni | 5
  प्रियंका | Priyanka | 6
  ज्योति | Jyoti | 5
  कांति | Kanti | 5
  फूल कुमारी | Phool Kumari | 3
  राधिका | Radhika | 3
  चंदा | Chanda | 3
`);

/** Middle or last names that any man may bear, and that any woman may. */
export const menSecondNames = names(`
  कुमार | Kumar | 60
  प्रसाद | Prasad | 26
  लाल | Lal | 6
  नाथ | Nath | 2
  चंद्र | Chandra | 2
`);

export const womenSecondNames = names(`
  देवी | Devi | 74
  कुमारी | Kumari | 18
  सिन्हा | Sinha | 3
`);

export const familyNames = names(`
  यादव | Yadav | 60
  सिंह | Singh | 50
  गुप्ता | Gupta | 36
  साह | Sah | 26
  साव | Saw/Sao | 16
  शर्मा | Sharma | 20
  सिन्हा | Sinha | 20
  पासवान | Paswan | 22
  राम | Ram | 18
  मांझी | Manjhi | 6
  चौधरी | Choudhary/Chaudhary | 14
  महतो | Mahto | 18
  राय | Rai/Roy | 12
  मेहता | Mehta | 12
  वर्मा | Verma/Varma | 12
  मिश्रा | Mishra | 12
  पांडेय | Pandey | 10
  तिवारी | Tiwari/Tiwary | 7
  पाठक | Pathak | 4
  झा | Jha | 6
  ठाकुर | Thakur | 12
  विश्वकर्मा | Vishwakarma/Bishwakarma | 8
  केसरी | Keshri/Kesari | 8
  जायसवाल | Jaiswal | 8
  अग्रवाल | Agrawal/Agarwal | 8
  कुशवाहा | Kushwaha | 12
  मालाकार | Malakar | 6
  दास | Das | 8
  मंडल | Mandal | 5
  रजक | Rajak | 8
  सोनी | Soni | 5
  श्रीवास्तव | Srivastava/Srivastav | 8
  क्षेत्री | Kshetri/Chhetri | 1
  पोद्दार | Poddar | 2
  निषाद | Nishad | 4
  जैन | Jain | 2
`);

export const muslimMenNames = names(`
  मो॰ इरफान | Md Irfan/Mohd Irfan | 10
  मो॰ सलीम | Md Salim | 10
  मो॰ जावेद | Md Javed/Md Jawed | 8
  मो॰ शमीम | Md Shamim | 10
  मो॰ इम्तियाज | Md Imtiyaz/Md Imteyaz | 8
  मो॰ आलम | Md Alam | 10
  मो॰ अफजल | Md Afzal | 6
  मो॰ नसीम | Md Naseem/Md Nasim | 8
  मो॰ कलाम | Md Kalam | 4
  मो॰ इकबाल | Md Iqbal | 8
  अब्दुल कादिर | Abdul Qadir | 4
  अब्दुल रहमान | Abdul Rahman | 4
  शाहिद हुसैन | Shahid Hussain | 4
  इमरान खान | Imran Khan | 6
  फिरोज अहमद | Firoz Ahmad/Firoz Ahmed | 6
  नौशाद आलम | Naushad Alam | 5
  परवेज अंसारी | Parwez Ansari/Pervez Ansari | 4
  अख्तर हुसैन | Akhtar Hussain | 4
`);

export const muslimWomenNames = names(`
  नूरजहां खातून | Noorjahan Khatoon/Nurjahan Khatun | 8
  शबनम खातून | Shabnam Khatoon | 8
  रुखसाना बेगम | Rukhsana Begum | 6
  फातिमा खातून | Fatima Khatoon | 6
  सलमा बेगम | Salma Begum | 4
  नाजनीन परवीन | Nazneen Parveen/Nazneen Perween | 5
  शाहीन परवीन | Shaheen Parveen/Shahin Parween | 5
  जैनब खातून | Zainab Khatoon | 3
  आयशा खातून | Aisha Khatoon/Ayesha Khatoon | 4
`);

export const shopNames = names(`
  जनरल स्टोर | General Store | 20
  किराना दुकान | Kirana Store | 14
  मेडिकल हॉल | Medical Hall | 12
  ज्वेलर्स | Jewellers | 8
  वस्त्रालय | Vastralaya | 10
  मिष्ठान्न भंडार | Mishthan Bhandar | 8
  इलेक्ट्रॉनिक्स | Electronics | 8
  हार्डवेयर | Hardware | 8
  ट्रेडर्स | Traders | 10
  आटा चक्की | Atta Chakki | 6
  साइकिल स्टोर | Cycle Store | 3
  फर्नीचर | Furniture | 5
`);

export const institutions = names(`
  राजकीय मध्य विद्यालय | Rajkiya Madhya Vidyalaya | 10
  प्राथमिक विद्यालय | Prathmik Vidyalaya | 8
  आंगनबाड़ी केंद्र | Anganbari Kendra | 8
  जामा मस्जिद कमिटी | Jama Masjid Committee | 3
  दुर्गा पूजा समिति | Durga Puja Samiti | 4
  गुरुद्वारा प्रबंधक कमिटी | Gurudwara Prabandhak Committee | 2
  शिव मंदिर न्यास | Shiv Mandir Nyas | 4
  प्राथमिक स्वास्थ्य केंद्र | Primary Health Centre | 3
`);
