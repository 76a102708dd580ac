import { generateConsumers } from '../../../build/consumers/office-generator.ts';
import type { A4Document, A4Of } from '../../../electron/contract/a4-schemas.ts';
import { sumStates, type ReceiptState } from '../../../counter/lists/receipt-state.ts';
import { byRisk } from '../../../counter/lists/do-not-disconnect.ts';
import { limits } from '../../../counter/limits.ts';
import { kolkataDate } from '../../../counter/time.ts';
import { letterParagraphs } from '../../../counter/exception/letter.ts';
import { tiedOut, untied } from '../renderer-preview/fake-tie-out.ts';
import { hour, laxmi, longName, now } from '../renderer-preview/people-and-consumers.ts';

/** A4 papers made up for looking at them: `name` to paper. A new kind of paper brings one here. */
const everySheet = {
  heading: {
    companyHi: 'साउथ बिहार पावर डिस्ट्रीब्यूशन कंपनी लिमिटेड',
    companyEn: 'South Bihar Power Distribution Co. Ltd.',
    divisionHi: 'पटना सिटी प्रमंडल',
    divisionEn: 'Patna City Division',
    office: 'PTC',
    counter: 'C02',
    practice: false,
  },
  outage: 'BR-2026-11-01',
  madeAt: now,
  head: { epoch: 1, seq: 4_117, hash: '3fa912bc77d0a1e455c89f0b2d6e7183940ac5b1f2e3d4c5b6a7980112233445' },
  signature: 'kJ3vY2hQmN8pR5tW7xZ0aB4cD6eF9gH1iJ3kL5mN7oP9qR1sT3uV5wX7yZ9aB1cD3eF5gH7iJ9kL1mN3oP5qR7s',
} as const;

const wholeList = { number: 1, of: 1, firstRow: 1 } as const;

/** Receipts of a PC that never stops selling, one every few minutes. */
function receiptNumber(index: number): string {
  return `PTC-C02-2627-${String(index + 1).padStart(6, '0')}`;
}

export function doNotDisconnect(count: number): A4Of<'do-not-disconnect'> {
  const office = [...generateConsumers({ count, seed: 7, today: '2026-11-01' })];
  const rows = office.map((found, index) => {
    const consumer = index === 3 ? { ...found, name: longName.name, address: longName.address } : found;
    const { name, address, meter, mobile, status, balance, arrears } = consumer;
    const stranger = index % 17 === 16;
    const firstPaidAt = now - 30 * hour + index * 40_000;
    return {
      consumer: consumer.consumer,
      name: stranger ? null : name,
      address: stranger ? null : address,
      meter: stranger ? null : meter,
      mobile: stranger ? null : mobile,
      status: stranger ? null : status,
      balance: stranger || balance === null ? null : { ...balance, at: now - (index % 5) * 23 * hour },
      arrears: stranger ? null : arrears,
      receipts:
        index % 9 === 4 ? [receiptNumber(index), receiptNumber(index + count)] : [receiptNumber(index)],
      paidPaise: (1 + (index % 12)) * 150_00,
      firstPaidAt,
      lastPaidAt: index % 9 === 4 ? firstPaidAt + 5 * hour : firstPaidAt,
    };
  });
  return {
    kind: 'do-not-disconnect',
    ...everySheet,
    part: wholeList,
    directoryAt: now - 40 * hour,
    consumers: rows.length,
    receipts: rows.reduce((sum, row) => sum + row.receipts.length, 0),
    paidPaise: rows.reduce((sum, row) => sum + row.paidPaise, 0),
    rows: rows.toSorted(byRisk),
  };
}

export function paidInOutage(count: number): A4Of<'paid-in-outage'> {
  const states = ['unsent', 'unsent', 'credited', 'pending', 'unsent', 'refused', 'suspense'] as const;
  const byTime = doNotDisconnect(count).rows.toSorted((one, other) => one.firstPaidAt - other.firstPaidAt);
  const rows = byTime.map(({ consumer, name, meter, paidPaise, firstPaidAt }, index) => {
    const state: ReceiptState = index === 5 ? 'cancelled' : (states[index % states.length] ?? 'unsent');
    return {
      receiptNumber: receiptNumber(index),
      takenAt: firstPaidAt,
      businessDate: kolkataDate(firstPaidAt),
      consumer,
      name,
      meter,
      amountPaise: paidPaise,
      cashier: index % 2 === 0 ? 'rekha' : 'imran',
      state,
      reference: state === 'credited' ? `HE-${880_000 + index}` : null,
    };
  });
  return {
    kind: 'paid-in-outage',
    ...everySheet,
    part: wholeList,
    from: '2026-11-01',
    to: '2026-11-02',
    receipts: rows.length,
    paidPaise: rows.reduce((sum, row) => sum + row.amountPaise, 0),
    states: sumStates(rows),
    rows,
  };
}

/** A letter about a payment that was moved to the right account. */
export function consumerLetter(standing: 'refused' | 'settled'): A4Of<'consumer-letter'> {
  const number = receiptNumber(116);
  const paidAt = now - 100 * hour;
  const act = {
    what: 'moved',
    at: now - hour,
    by: { hi: 'श्याम किशोर प्रसाद', en: 'Shyam Kishore Prasad' },
    consumer: laxmi.consumer,
    meterLastFour: laxmi.meterLastFour,
  } as const;
  const refusal = {
    hi: 'यह कनेक्शन स्थायी रूप से बंद है। राशि जमा नहीं होगी।',
    en: 'This connection is closed for good. The amount will not be credited.',
  };
  return {
    kind: 'consumer-letter',
    ...everySheet,
    outage: null,
    signature: null,
    to: {
      name: longName.name,
      address: longName.address,
      consumer: longName.consumer,
      meter: longName.meter,
    },
    receiptNumber: number,
    amountPaise: 1_500_00,
    paidAt,
    standing,
    paragraphs: letterParagraphs({
      receiptNumber: number,
      counter: 'C02',
      amountPaise: 1_500_00,
      paidAt,
      standing,
      said: refusal,
      act: standing === 'settled' ? act : null,
      dueAt: standing === 'refused' ? now + 60 * hour : null,
      reference: standing === 'settled' ? 'HE-6HR2-P6JK-0HRH' : null,
    }),
    helpline: '1912',
    signedBy: act.by,
  };
}

const none = { count: 0, sumPaise: 0 };

/** A week without a head end, the last days not decided yet; `count` dates. */
export function outageReportPaper(count: number): A4Of<'outage-report'> {
  const days = Array.from({ length: count }, (_, index): A4Of<'outage-report'>['days'][number] => {
    const recharges = 180 + ((index * 37) % 90);
    const refused = index % 3;
    const isLast = index === count - 1;
    return {
      businessDate: kolkataDate(now + (index - count) * 24 * hour),
      counter: index > 4 ? 'C02b' : 'C02',
      recharges,
      takingsPaise: recharges * 612_50,
      confirmed: { count: recharges - refused - 2, sumPaise: (recharges - refused - 2) * 612_50 },
      unsent: isLast ? { count: 2, sumPaise: 1_225_00 } : none,
      pending: isLast ? none : { count: 2, sumPaise: 1_225_00 },
      refused: { count: refused, sumPaise: refused * 612_50 },
      settled: none,
      refunded: none,
      cancelled: none,
      firstReceipt: receiptNumber(index * 200),
      lastReceipt: receiptNumber(index * 200 + recharges - 1),
      duplicates: index % 4,
      unsentAtWorst: (index + 1) * 190,
      longestSilenceMs: 24 * hour,
      uploadedAt: isLast ? null : now - hour,
    };
  });
  const sum = (of: (day: (typeof days)[number]) => number) => days.reduce((all, day) => all + of(day), 0);
  const tally = (
    name: 'confirmed' | 'unsent' | 'pending' | 'refused' | 'settled' | 'refunded' | 'cancelled',
  ) => ({
    count: sum((day) => day[name].count),
    sumPaise: sum((day) => day[name].sumPaise),
  });
  return {
    kind: 'outage-report',
    ...everySheet,
    cause: 'मुख्यालय ने सर्वर बंद बताया / Head office says that its server is down',
    since: now - count * 24 * hour,
    opened: {
      at: now - count * 24 * hour + 900_000,
      person: { hi: 'श्याम किशोर प्रसाद', en: 'Shyam Kishore Prasad' },
    },
    closed: null,
    upload: { from: now - 1.4 * hour, to: now - hour },
    total: {
      recharges: sum((day) => day.recharges),
      takingsPaise: sum((day) => day.takingsPaise),
      confirmed: tally('confirmed'),
      unsent: tally('unsent'),
      pending: tally('pending'),
      refused: tally('refused'),
      settled: tally('settled'),
      refunded: tally('refunded'),
      cancelled: tally('cancelled'),
      firstReceipt: days[0]?.firstReceipt ?? null,
      lastReceipt: days.at(-1)?.lastReceipt ?? null,
      duplicates: sum((day) => day.duplicates),
      unsentAtWorst: count * 190,
      longestSilenceMs: count * 24 * hour,
    },
    days,
  };
}

/** A tie-out of `dates` days, as the preview of the screen has it, with its ends and its last words. */
export function tieOutPaper(is: 'ties' | 'open', dates = 2): A4Of<'tie-out'> {
  const { at: _at, more: _more, ...report } = is === 'ties' ? tiedOut : untied;
  const { cancelledPaise, refundedPaise } = report;
  const days = Array.from({ length: dates }, (_, index) => {
    const day = report.days[index % report.days.length];
    if (day === undefined) throw new Error('the preview has days');
    const gone = index === 0 ? { cancelledPaise, refundedPaise } : { cancelledPaise: 0, refundedPaise: 0 };
    const takingsPaise = day.counterPaise + gone.cancelledPaise + gone.refundedPaise;
    const businessDate = kolkataDate(now + (index + 1 - dates) * 24 * hour);
    return { ...day, ...gone, takingsPaise, businessDate };
  });
  const ends = [
    { end: 'moved', rows: 1, paise: 500_00 },
    { end: 'matched', rows: 0, paise: 0 },
    { end: 'resubmitted', rows: 2, paise: 1_200_00 },
    { end: 'refunded', rows: 1, paise: refundedPaise },
    { end: 'cancelled', rows: 1, paise: cancelledPaise },
  ] as const;
  return { kind: 'tie-out', ...everySheet, ...report, ends: ends.map((end) => ({ ...end })), days };
}

export const papers: Readonly<Record<string, () => A4Document>> = {
  'do-not-disconnect': () => doNotDisconnect(40),
  'do-not-disconnect-none': () => ({ ...doNotDisconnect(0), directoryAt: null }),
  'do-not-disconnect-long': () => ({
    ...doNotDisconnect(limits.a4RowsMax),
    part: { number: 2, of: 3, firstRow: limits.a4RowsMax + 1 },
  }),
  'paid-in-outage': () => paidInOutage(60),
  'outage-report': () => outageReportPaper(7),
  'outage-report-long': () => outageReportPaper(60),
  'outage-report-empty': () => outageReportPaper(0),
  'tie-out': () => tieOutPaper('ties'),
  'tie-out-open': () => tieOutPaper('open'),
  'tie-out-long': () => {
    const paper = tieOutPaper('open', limits.statementDaysMax);
    const rows = Array.from({ length: 200 }, (_, index) =>
      paper.rows.map((row) => ({ ...row, seq: row.seq + index * 100 })),
    );
    return { ...paper, rows: rows.flat(), unexplainedRows: 1_200 };
  },
  'paid-in-outage-long': () => paidInOutage(limits.a4RowsMax),
  'letter-refused': () => consumerLetter('refused'),
  'letter-settled': () => consumerLetter('settled'),
};
