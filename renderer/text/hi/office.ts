export const office = {
  title: 'कार्यालय',
  unsent: 'रसीदें और भेजना',
  unsentNote: 'क्या बाकी है, क्या पहुँच गया',
  outage: 'मुख्य सर्वर की बंदी',
  outageNote: 'दर्ज करें, समाप्त करें',
  outageReport: 'बंदी की रिपोर्ट',
  outageReportNote: 'दिन और काउंटर के अनुसार, फ़ाइल और काग़ज़',
  tieOut: 'मिलान',
  tieOutNote: 'काउंटर = मुख्य सर्वर, पैसे तक',
} as const;
