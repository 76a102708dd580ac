import type { ConsumerHitView, ConsumerView, PersonView } from '../../../electron/contract/view-schemas.ts';

/** Monday 2 November 2026, 11:42 in Patna. */
export const now = Date.parse('2026-11-02T11:42:07+05:30');
export const hour = 3_600_000;

export const people: readonly PersonView[] = [
  { person: 'rekha', name: { hi: 'रेखा कुमारी', en: 'Rekha Kumari' }, role: 'cashier' },
  { person: 'imran', name: { hi: 'इमरान अंसारी', en: 'Imran Ansari' }, role: 'cashier' },
  { person: 'shyam', name: { hi: 'श्याम किशोर प्रसाद', en: 'Shyam Kishore Prasad' }, role: 'head-cashier' },
  { person: 'officer', name: { hi: 'अनुपमा सिन्हा', en: 'Anupama Sinha' }, role: 'officer' },
];

export const laxmi: ConsumerView = {
  consumer: '100012345678',
  name: 'श्रीमती लक्ष्मी क्षेत्री',
  relation: 'पत्नी रमेश क्षेत्री',
  address: 'महेन्द्रू, वार्ड 48',
  tariff: 'DS-II',
  loadWatts: 2000,
  meter: 'BR12345678',
  meterLastFour: '5678',
  meterKind: 'managed',
  mobile: '9835012345',
  balance: { amountPaise: -67_00, at: now - 40 * hour },
  arrears: null,
  usualRechargePaise: 500_00,
  status: 'active',
};

const narayan: ConsumerView = {
  ...laxmi,
  consumer: '100012881205',
  name: 'लक्ष्मी नारायण साह',
  relation: null,
  address: 'सुल्तानगंज, वार्ड 49',
  meter: 'BR00915678',
};

const store: ConsumerView = {
  ...laxmi,
  consumer: '100019900417',
  name: 'Laxmi General Store',
  relation: null,
  address: 'Ashok Rajpath',
  meter: 'BR77025678',
  balance: { amountPaise: 1240_50, at: now - 80 * hour },
};

export const longName: ConsumerView = {
  ...laxmi,
  consumer: '100044556677',
  name: 'श्री श्री 108 बाबा हरिहरनाथ महादेव मंदिर प्रबंध समिति एवं धर्मशाला न्यास, सचिव राजेन्द्र प्रसाद नारायण सिंह',
  relation: null,
  address: 'पुराना डाकघर के पीछे, नई सड़क, रामकृष्ण मिशन आश्रम मार्ग, वार्ड 52, पटना सिटी 800008',
  tariff: 'NDS-II(D)',
  loadWatts: 48_500,
  meter: 'SBPDCL2209981234',
  meterLastFour: '1234',
  balance: { amountPaise: 18_420_75, at: now - 80 * hour },
  arrears: { amountPaise: 2_48_310_00, at: now - 3 * hour },
  usualRechargePaise: null,
};

export const hits: readonly ConsumerHitView[] = [
  hit(laxmi, [7, 7]),
  hit(narayan, [0, 7]),
  hit(store, [0, 5]),
];

function hit(consumer: ConsumerView, [start, length]: readonly [number, number]): ConsumerHitView {
  return {
    consumer,
    matches: [
      { field: 'name', start, length },
      { field: 'meter', start: consumer.meter.length - 4, length: 4 },
    ],
  };
}

export const longHit: ConsumerHitView = {
  consumer: longName,
  matches: [{ field: 'meter', start: 12, length: 4 }],
};

export const offHit: ConsumerHitView = {
  consumer: { ...narayan, status: 'disconnected', relation: 'पुत्र रामनारायण साह' },
  matches: [{ field: 'relation', start: 6, length: 9 }],
};
