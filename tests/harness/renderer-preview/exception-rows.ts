import type {
  ExceptionDetailView,
  ExceptionRowView,
  SaidView,
} from '../../../electron/contract/exception-schemas.ts';
import type { Output } from '../../../electron/contract/schemas.ts';
import type { PrintJobView } from '../../../electron/contract/view-schemas.ts';
import { hour, laxmi, now } from './people-and-consumers.ts';

const uidOf = (n: number): string => `0199f000-0000-7000-9000-${String(n).padStart(12, '0')}`;
const day = 24 * hour;

const closed: SaidView = {
  record: 'recorded',
  credit: 'rejected',
  code: 'account-closed',
  text: {
    hi: 'यह कनेक्शन स्थायी रूप से बंद है। राशि जमा नहीं होगी।',
    en: 'This connection is closed for good. The amount will not be credited.',
  },
  reference: null,
  amountPaise: null,
  consumer: null,
  at: now - 4 * day,
};

const nameless: SaidView = {
  ...closed,
  credit: 'pending',
  code: 'unknown-consumer',
  text: {
    hi: 'यह उपभोक्ता संख्या मुख्य प्रणाली में नहीं मिली। राशि सुरक्षित दर्ज है, जाँच के बाद जमा होगी।',
    en: 'The head end does not know this consumer number. The amount is on record and waits for a person.',
  },
};

const refused: ExceptionRowView = {
  uid: uidOf(1),
  receiptNumber: 'PTC-C02-2627-000117',
  takenAt: now - 6 * day,
  businessDate: '2026-10-27',
  consumer: '100012340001',
  name: 'रामनारायण सिंह',
  meter: 'BR00915511',
  amountPaise: 500_00,
  cashier: 'rekha',
  standing: 'refused',
  said: closed,
  since: now - 5 * day,
  clock: { is: 'over', dueAt: now - 2 * day, by: 2 },
  ageDays: 6,
  owner: null,
};

const openRows: readonly ExceptionRowView[] = [
  refused,
  {
    ...refused,
    uid: uidOf(2),
    receiptNumber: 'PTC-C02-2627-000203',
    name: 'श्री श्री 108 बाबा हरिहरनाथ महादेव मंदिर प्रबंध समिति एवं धर्मशाला न्यास',
    amountPaise: 12_000_00,
    clock: { is: 'running', dueAt: now + 6 * hour, left: 0 },
    owner: 'shyam',
  },
  {
    ...refused,
    uid: uidOf(3),
    receiptNumber: 'PTC-C02-2627-000231',
    name: 'Laxmi General Store',
    amountPaise: 1_500_00,
    clock: { is: 'running', dueAt: now + 3 * day, left: 3 },
  },
  {
    ...refused,
    uid: uidOf(4),
    receiptNumber: 'PTC-C02-2627-000240',
    standing: 'differs',
    said: {
      ...closed,
      credit: 'applied',
      code: null,
      text: null,
      amountPaise: 300_00,
      consumer: '100019900417',
    },
    clock: { is: 'running', dueAt: now + 3 * day, left: 3 },
    owner: 'officer',
  },
];

const suspenseRows: readonly ExceptionRowView[] = Array.from({ length: 14 }, (_, at) => ({
  ...refused,
  uid: uidOf(20 + at),
  receiptNumber: `PTC-C02-2627-${String(300 + at).padStart(6, '0')}`,
  consumer: `10005556${String(1000 + at)}`,
  name: null,
  meter: null,
  standing: 'suspense',
  said: nameless,
  amountPaise: (3 + at) * 100_00,
  clock: at < 3 ? { is: 'over', dueAt: now - day, by: 1 } : { is: 'running', dueAt: now + day, left: 1 },
  ageDays: 9 - Math.min(8, at),
}));

const sums: Output<'exceptions.list'>['tabs'] = {
  open: { count: 4, sumPaise: 14_500_00 },
  suspense: { count: 14, sumPaise: 13_300_00 },
  waiting: { count: 0, sumPaise: 0 },
  settled: { count: 1, sumPaise: 500_00 },
};

const told = { by: 'rekha', approver: null, reason: null };
const sold: ExceptionDetailView['story'][number] = {
  uid: refused.uid,
  what: 'recharge',
  at: refused.takenAt,
  ...told,
  consumer: refused.consumer,
  name: refused.name,
  meter: refused.meter,
  said: closed,
};

export const refusedDetail: ExceptionDetailView = {
  row: refused,
  ownerNote: null,
  story: [sold],
  about: refused.uid,
  outcomes: { moved: null, resubmitted: null, refunded: null, matched: 'not-in-suspense' },
  drawer: 'enough',
  refundNeeds: 'nobody-else',
  slip: null,
};

const slip: PrintJobView = {
  job: uidOf(90),
  entry: uidOf(91),
  slip: 'refund-slip',
  receiptNumber: refused.receiptNumber,
  copy: 0,
  state: 'confirmed',
  reason: 'none',
  at: now,
  proof: 'printed',
};

const settledBy = (
  standing: ExceptionRowView['standing'],
  act: ExceptionDetailView['story'][number],
): ExceptionDetailView => ({
  ...refusedDetail,
  row: { ...refused, standing, clock: null, owner: 'shyam' },
  story: [sold, act],
  outcomes:
    standing === 'refunded'
      ? { moved: 'refunded', resubmitted: 'refunded', refunded: 'refunded', matched: 'refunded' }
      : {
          moved: 'settlement-waits',
          resubmitted: 'settlement-waits',
          refunded: 'settlement-waits',
          matched: 'settlement-waits',
        },
  slip: standing === 'refunded' ? slip : null,
});

const act = { at: now, by: 'shyam', approver: 'shyam', reason: 'ग़लत नंबर लिखा गया था' };

export const movedDetail = settledBy('unsent', {
  ...act,
  uid: uidOf(92),
  what: 'moved',
  consumer: laxmi.consumer,
  name: laxmi.name,
  meter: laxmi.meter,
  said: null,
});

export const refundedDetail = settledBy('refunded', {
  ...act,
  uid: uidOf(91),
  what: 'refund',
  consumer: null,
  name: null,
  meter: null,
  said: null,
});

export function listedExceptions(tab: keyof typeof sums): Output<'exceptions.list'> {
  const settled = [refundedDetail.row];
  const rows = { open: openRows, suspense: suspenseRows, waiting: [], settled }[tab];
  return { rows: [...rows], tabs: sums, over: 4 };
}
