import { limits } from '../../../counter/limits.ts';
import type {
  RowHistoryView,
  RowsAsked,
  RowsPageView,
  SentRowView,
} from '../../../electron/contract/upload-schemas.ts';
import { hits, hour, now } from './people-and-consumers.ts';

const uidOf = (n: number): string => `0199f000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const minute = 60_000;

/** States as a bad morning leaves them: what was taken last is unsent, a few older rows need the office. */
const special: Readonly<Record<number, SentRowView['state']>> = {
  15: 'refused',
  16: 'suspense',
  17: 'settling',
  18: 'settled',
  19: 'cancelled',
  20: 'refunded',
  21: 'differs',
  22: 'pending',
};

function stateAt(at: number): SentRowView['state'] {
  if (at < 9) return 'unsent';
  return at < 14 ? 'offered' : (special[at] ?? 'credited');
}

/** As many as two pages and a bit. */
export const fakeRows: readonly SentRowView[] = Array.from({ length: 120 }, (_, at) => {
  const consumer = hits[at % 3]?.consumer;
  const state = stateAt(at);
  return {
    uid: uidOf(500 + at),
    seq: 900 - at,
    kind: at === 23 ? 'refund' : at === 24 ? 'settlement' : 'recharge',
    receiptNumber: `PTC-C02-2627-${String(323 - at).padStart(6, '0')}`,
    at: now - at * 9 * minute,
    businessDate: at < 60 ? '2026-11-02' : '2026-11-01',
    consumer: consumer?.consumer ?? null,
    name: at === 16 ? null : (consumer?.name ?? null),
    amountPaise: [1500_00, 300_00, 12_000_00, 500_00][at % 4] ?? 0,
    cashier: 'rekha',
    state,
    triedAt: state === 'unsent' ? null : now - 18_000 - at * minute,
  };
});

export function fakeRowsPage(asked: RowsAsked): RowsPageView {
  const found = fakeRows.filter(
    (row) =>
      (asked.state === null || row.state === asked.state) &&
      (asked.businessDate === null || row.businessDate === asked.businessDate) &&
      (asked.before === null || row.seq < asked.before) &&
      (asked.search === '' || `${row.name} ${row.consumer} ${row.receiptNumber}`.includes(asked.search)),
  );
  const rows = found.slice(0, limits.rowsPageMax);
  return {
    rows,
    next: found.length > rows.length ? (rows.at(-1)?.seq ?? null) : null,
    lookedBackTo: null,
    outages: [{ uid: uidOf(3), name: 'BR-2026-11-01', since: now - 25.5 * hour, closedAt: null }],
    dates: ['2026-11-02', '2026-11-01'],
  };
}

/** A row that has seen everything. */
export function fakeRowHistory(uid: string): RowHistoryView {
  const row = fakeRows.find((one) => one.uid === uid) ?? fakeRows[15];
  if (row === undefined) throw new Error('there is a row');
  const at = (minutes: number): number => row.at + minutes * minute;
  const text = {
    hi: 'यह खाता स्थायी रूप से बंद है।',
    en: 'This account is permanently closed.',
  };
  const none = { text: null, reference: null, tokens: 0, code: null } as const;
  const nothing = { outcome: null, consumer: null, credit: null, text: null, approver: null } as const;
  return {
    row,
    steps: [
      { step: 'taken', at: row.at, by: 'rekha' },
      { step: 'copied', at: null, copies: 'two' },
      { step: 'paper', at: at(0), copy: 0, state: 'confirmed', proof: 'printed' },
      { step: 'offered', at: at(1) },
      { step: 'tried', at: at(40) },
      { step: 'acknowledged', at: at(40) },
      { step: 'answered', at: at(40), turn: 1, record: 'parked', credit: 'pending', ...none },
      { ...nothing, step: 'act', at: at(52), act: 'reprint', by: 'rekha', reason: 'consumer-asks' },
      { step: 'paper', at: at(52), copy: 1, state: 'confirmed', proof: 'operator' },
      { ...none, step: 'answered', at: at(90), turn: 2, record: 'recorded', credit: 'rejected', text },
      {
        step: 'act',
        at: at(120),
        act: 'settlement',
        by: 'shyam',
        approver: 'shyam',
        reason: 'खाता बदल गया है',
        outcome: 'moved',
        consumer: '100017244',
        credit: 'pending',
        text: null,
      },
    ],
  };
}
