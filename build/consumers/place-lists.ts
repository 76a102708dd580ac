import type { ListedName } from './name-lists.ts';

export interface ListedPlace extends ListedName {
  /** Wards of the Patna municipal corporation that the place lies in, roughly. */
  readonly wards: readonly number[];
}

/** Mohallas of Patna City; the more wards, the more consumers. */
export const places: readonly ListedPlace[] = `
  महेन्द्रू | Mahendru | 47 48
  सुल्तानगंज | Sultanganj | 49 50
  अशोक राजपथ | Ashok Rajpath | 40 47 50 58
  आलमगंज | Alamganj | 51 52
  गुलजारबाग | Gulzarbagh/Gulzarbag | 53 54 57
  त्रिपोलिया | Tripolia | 51
  पत्थर की मस्जिद | Pathar Ki Masjid | 50 51
  बड़ी पटन देवी | Bari Patan Devi | 56
  पटना सिटी चौक | Patna City Chowk | 58 59
  खाजेकलां | Khajekalan | 60 61
  झाउगंज | Jhauganj | 60
  मंगल तालाब | Mangal Talab | 62
  हाजीगंज | Haziganj | 63
  मालसलामी | Malsalami | 66 67 71
  मारूफगंज | Maroofganj/Marufganj | 68
  दीदारगंज | Didarganj | 72
  बेगमपुर | Begampur | 64 65
  नुरुद्दीनगंज | Nuruddinganj | 69
  गुरहट्टा | Gurahatta | 61
  मीतन घाट | Mitan Ghat | 62
  कंगन घाट | Kangan Ghat | 63
  मोगलपुरा | Mogalpura | 63 64
  लोदी कटरा | Lodi Katra | 59
  चौक शिकारपुर | Chowk Shikarpur | 65
  बाजार समिति | Bazar Samiti | 46 47
  शाहगंज | Shahganj | 48
  कुम्हरार | Kumhrar | 45 55
  पहाड़ी | Pahari | 55
  अगमकुआं | Agamkuan | 55 56
  सादिकपुर | Sadikpur | 57
`
  .trim()
  .split('\n')
  .map((line) => {
    const [hindi = '', latin = '', wards = ''] = line.trim().split(/\s*\|\s*/u);
    return { hindi, latin: latin.split('/'), wards: wards.split(' ').map(Number) };
  });
