import { describe, expect, it } from 'vitest';
import { readBody } from '../../../counter/journal/read-body.ts';
import type { Recharge } from '../../../counter/journal/recharge-entries.ts';
import { appendEntry, type AppendOutcome } from '../../../db/append.ts';
import { closeJournal } from '../../../db/journal.ts';
import {
  enrolled,
  handClock,
  must,
  newUid,
  openCounter,
  sell,
  type OpenCounter,
} from '../../harness/journal.ts';

function rechargeOf(outcome: AppendOutcome): Recharge {
  const body = readBody(must(outcome).entry.body);
  if (body?.kind !== 'recharge') throw new Error('a recharge');
  return body;
}

const closing = (open: OpenCounter) =>
  ({
    v: 1,
    kind: 'day closed',
    uid: newUid(),
    businessDate: open.businessDate,
    day: open.day,
    shift: null,
    operator: 'asha',
    ledger: [],
    ref: open.day,
    recharges: 2,
    takingsPaise: 1_000_00,
    cancellations: 0,
    cancelledPaise: 0,
    unsent: 0,
    unsentPaise: 0,
    firstReceipt: null,
    lastReceipt: null,
  }) as const;

describe('the last evening of a financial year', () => {
  it('carried past midnight keeps the old year; the next day begins at 000001; the total runs on', async () => {
    const clock = handClock(Date.parse('2027-03-31T18:00:00Z'));
    const { journal } = await enrolled({ clock });
    const evening = await openCounter(journal, clock.wallMs());
    expect(evening.businessDate).toBe('2027-03-31');
    const before = rechargeOf(await sell(journal, evening));
    clock.pass(3_600_000);
    const after = rechargeOf(await sell(journal, evening, { amountPaise: 700_00 }));
    expect([before.receiptNumber, after.receiptNumber]).toEqual([
      'PTC-C02-2627-000001',
      'PTC-C02-2627-000002',
    ]);
    must(await appendEntry(journal, closing(evening)));
    const morning = await openCounter(journal, clock.wallMs());
    const first = rechargeOf(await sell(journal, morning, { amountPaise: 300_00 }));
    expect([first.businessDate, first.receiptNumber]).toEqual(['2027-04-01', 'PTC-C02-2728-000001']);
    const totals = [before, after, first].map(({ perpetualTotalPaise }) => perpetualTotalPaise);
    expect(totals).toEqual([500_00, 1_200_00, 1_500_00]);
    await closeJournal(journal);
  });
});
