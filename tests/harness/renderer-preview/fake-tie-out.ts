import type { TieOutReportView, UnexplainedRowView } from '../../../electron/contract/tie-out-schemas.ts';
import type { MadeList } from '../../../electron/contract/list-schemas.ts';
import { rowStates } from '../../../counter/tie-out/row.ts';
import { hour, now } from './people-and-consumers.ts';

const states = rowStates.map((state) => ({ state, rows: 0, paise: 0 }));
const nothing = { cancelledPaise: 0, refundedPaise: 0, unexplainedRows: 0, unexplainedPaise: 0 };

function day(businessDate: string, recharges: number, counterPaise: number, headEndPaise = counterPaise) {
  const differencePaise = counterPaise - headEndPaise;
  const unexplained = { unexplainedRows: differencePaise === 0 ? 0 : 3, unexplainedPaise: differencePaise };
  return { businessDate, recharges, counterPaise, headEndPaise, differencePaise, ...unexplained };
}

/** An outage of two days that ties. */
export const tiedOut: TieOutReportView = {
  outage: 'BR-2026-11-01',
  from: '2026-11-01',
  to: '2026-11-02',
  at: now,
  throughSeq: 1312,
  ties: true,
  ...nothing,
  recharges: 624,
  takingsPaise: 3_15_400_00,
  cancelledPaise: 1_500_00,
  refundedPaise: 800_00,
  counterPaise: 3_13_100_00,
  headEndPaise: 3_13_100_00,
  differencePaise: 0,
  states,
  days: [day('2026-11-01', 312, 1_56_700_00), day('2026-11-02', 312, 1_56_400_00)],
  statement: {
    is: 'fresh',
    at: now,
    throughSeq: 1312,
    from: '2026-11-01',
    to: '2026-11-02',
    missingDates: 0,
    differing: [],
  },
  rows: [],
  more: false,
};

const row = (seq: number, more: Partial<UnexplainedRowView>): UnexplainedRowView => ({
  seq,
  uid: null,
  receiptNumber: `PTC-C02-2627-${String(seq).padStart(6, '0')}`,
  consumer: '101200345678',
  businessDate: '2026-11-02',
  takenAt: now - hour,
  amountPaise: 1_500_00,
  state: 'unsent',
  reason: 'not-sent',
  code: null,
  ...more,
});

/** The same outage while three receipts are on their way and the kept statement says something else. */
export const untied: TieOutReportView = {
  ...tiedOut,
  ties: false,
  headEndPaise: 3_09_100_00,
  differencePaise: 4_000_00,
  unexplainedRows: 4,
  unexplainedPaise: 4_000_00,
  days: [day('2026-11-01', 312, 1_56_700_00), day('2026-11-02', 312, 1_56_400_00, 1_52_400_00)],
  statement: {
    is: 'kept',
    at: now - 26 * hour,
    throughSeq: 900,
    from: '2026-11-01',
    to: '2026-11-02',
    missingDates: 0,
    differing: [
      {
        businessDate: '2026-11-01',
        counter: { recharges: 312, rechargesPaise: 1_56_700_00, credits: 312, creditedPaise: 1_56_700_00 },
        headEnd: { recharges: 312, rechargesPaise: 1_56_700_00, credits: 311, creditedPaise: 1_55_200_00 },
      },
    ],
  },
  rows: [
    row(301, { state: 'refused', reason: 'refused', amountPaise: 500_00 }),
    row(302, { state: 'suspense', reason: 'unknown-consumer', amountPaise: 500_00 }),
    row(310, {}),
    row(311, { state: 'differs', reason: 'given-back-and-credited' }),
  ],
  more: true,
};

export const madeTieOut: MadeList = {
  folder: 'D:\\counter\\documents',
  csv: 'TIEOUT_BR-2026-11-01_PTC-C02.csv',
  seal: 'TIEOUT_BR-2026-11-01_PTC-C02.csv.sig.json',
  pdf: 'TIEOUT_BR-2026-11-01_PTC-C02.pdf',
  noPdf: null,
  rows: 8,
  sumPaise: tiedOut.takingsPaise,
};
