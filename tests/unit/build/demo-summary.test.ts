import { describe, expect, it } from 'vitest';
import type { DayFacts, RechargeFact, SettlementFact } from '../../../build/demo/day-facts.ts';
import type { LedgerRow } from '../../../build/demo/ledger-csv.ts';
import { faultsOf, summarise } from '../../../build/demo/summary.ts';

const uid = (n: number): string => `019aaf00-0000-7000-8000-${String(n).padStart(12, '0')}`;
const amountPaise = 500_00;

function recharge(n: number, credit: string | null): RechargeFact {
  return {
    uid: uid(n),
    seq: n,
    receiptNumber: `PTC-C02-2627-${n}`,
    consumer: `10203040${n}`,
    amountPaise,
    credit,
  };
}

function settlement(n: number, ref: number, outcome: string): SettlementFact {
  return { uid: uid(n), ref: uid(ref), outcome, consumer: '102030499', amountPaise, credit: 'applied' };
}

function credited(n: number, paise = amountPaise): LedgerRow {
  return {
    counter: 'C02',
    epoch: 1,
    seq: n,
    uid: uid(n),
    consumer: '102030499',
    amountPaise: paise,
    reference: `HE-${n}`,
  };
}

/** Five receipts: two credited, one moved, one refunded, one submitted once more. */
const facts: DayFacts = {
  recharges: [
    recharge(1, 'applied'),
    recharge(2, 'applied'),
    recharge(3, 'rejected'),
    recharge(4, 'rejected'),
    recharge(5, 'rejected'),
  ],
  slips: [1, 2, 3, 4, 5].map((n) => ({
    job: uid(100 + n),
    entry: uid(n),
    slip: 'receipt',
    copy: 0,
    state: 'confirmed',
    document: '{"blocks":[]}',
  })),
  otherSlips: [
    { job: uid(200), entry: uid(8), slip: 'refund-slip', copy: 0, state: 'confirmed', document: '{}' },
  ],
  refunds: [{ uid: uid(8), ref: uid(4), amountPaise }],
  settlements: [settlement(6, 3, 'moved'), settlement(7, 5, 'resubmitted')],
  shifts: [{ countedPaise: 4 * amountPaise + 2_000_00, floatPaise: 2_000_00 }],
};
const ledger = [credited(1), credited(2), credited(6), credited(7)];
const wanted = { recharges: 5, settled: ['moved', 'refunded', 'resubmitted'] } as const;

function faults(change: { facts?: DayFacts; ledger?: readonly LedgerRow[] }): string[] {
  const input = {
    facts: change.facts ?? facts,
    ledger: change.ledger ?? ledger,
    paper: [...facts.slips, ...facts.otherSlips].map((slip) => ({
      ...slip,
      file: '',
      receiptNumber: null,
    })) as never,
    electron: '45',
    seconds: 1,
  };
  return faultsOf(summarise(input), input, wanted);
}

describe('the sums of the demo', () => {
  it('tie out when refused rows are moved, refunded and submitted once more', () => {
    expect(faults({})).toEqual([]);
  });

  it.each([
    ['a refund that nobody paid out', { facts: { ...facts, refunds: [] } }],
    ['a settlement that the head end did not credit', { ledger: ledger.slice(0, 3) }],
    ['a refused row that was credited after all', { ledger: [...ledger, credited(4)] }],
    ['a credit of another amount', { ledger: [...ledger.slice(0, 3), credited(7, 400_00)] }],
    ['a row credited twice', { ledger: [...ledger, credited(1)] }],
    [
      'a drawer that is short',
      { facts: { ...facts, shifts: [{ countedPaise: 4 * amountPaise, floatPaise: 1 }] } },
    ],
    ['a settlement that is missing', { facts: { ...facts, settlements: facts.settlements.slice(0, 1) } }],
  ])('do not tie out with %s', (_, change) => {
    expect(faults(change)).not.toEqual([]);
  });
});
