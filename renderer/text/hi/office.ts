export const office = {
  title: 'कार्यालय',
  unsent: 'रसीदें और भेजना',
  unsentNote: 'क्या बाकी है, क्या पहुँच गया',
  exceptions: 'जो भुगतान जमा नहीं हुए',
  exceptionsNote: 'मना हुए, बिना नाम, नकद वापसी',
  outage: 'मुख्य सर्वर की बंदी',
  outageNote: 'दर्ज करें, समाप्त करें',
} as const;
