import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kolkataDate } from '../../../counter/time.ts';
import type { Input, Output } from '../../../electron/contract/schemas.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../../printers/virtual/virtual-printer.ts';
import { runCounter } from '../../harness/counter-command.ts';
import { asha, meena, newUid, openCounter, ravi, sale } from '../../harness/counter-day.ts';
import {
  actOn,
  consumersOf,
  heard,
  nobodysNumber,
  sellRefused,
  sellToNobody,
} from '../../harness/exceptions-counter.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { paperOfSlip, papersOfJournal } from '../../harness/paper-of-journal.ts';

let office: Office;
let printer: VirtualPrinter;
let counter: JsonLinesCounter;
const consumer = (index: number): string => consumersOf(office, 'active')[index]?.consumer ?? '';

beforeAll(async () => {
  printer = await startVirtualPrinter({ widthDots: 576, speedMmPerS: 2_000 });
  office = await openOffice({ printerPort: printer.port });
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
}, 60_000);

afterAll(async () => {
  await counter.end();
  await printer.stop();
  await office.close();
});

/** Once every slip is on paper. */
async function closeShift(close: Input<'shift.close'>): Promise<Output<'shift.close'>> {
  for (;;) {
    const reply = await counter.call('shift.close', close);
    if (reply.ok) return reply.value;
    if (reply.error.code !== 'SHIFT_HAS_OPEN_PRINTS') throw new Error(reply.error.code);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const list = (tab: 'open' | 'suspense' | 'waiting' | 'settled') => counter.ask('exceptions.list', { tab });

describe('a payment that waits for a name', () => {
  it('stands in its own list with its age, sum and clock, and cannot go back as cash', async () => {
    const sold = await sellToNobody(counter, 700_00);
    const { rows, tabs, over } = await list('suspense');
    expect(tabs).toEqual({
      open: { count: 0, sumPaise: 0 },
      suspense: { count: 1, sumPaise: 700_00 },
      waiting: { count: 0, sumPaise: 0 },
      settled: { count: 0, sumPaise: 0 },
    });
    expect(over).toBe(0);
    expect(rows).toMatchObject([
      {
        receiptNumber: sold.receiptNumber,
        consumer: nobodysNumber,
        name: null,
        standing: 'suspense',
        ageDays: 0,
        owner: null,
        said: { code: 'unknown-consumer', credit: 'pending' },
        clock: { is: 'running', left: 3 },
      },
    ]);
    const detail = await counter.ask('exceptions.one', { receiptNumber: sold.receiptNumber });
    expect(detail.outcomes).toEqual({
      moved: 'in-suspense',
      resubmitted: 'in-suspense',
      refunded: 'in-suspense',
      matched: null,
    });
    const refund = await counter.call('exceptions.refund', { ...actOn(detail), approver: null });
    expect(refund).toMatchObject({
      ok: false,
      error: { code: 'SETTLEMENT_NOT_NOW', params: { reason: 'in-suspense' } },
    });
  });

  it('is matched with a consumer of the list, once, and credited by the head end', async () => {
    const sold = await sellToNobody(counter, 710_00);
    const detail = await counter.ask('exceptions.one', { receiptNumber: sold.receiptNumber });
    const nobody = await counter.call('exceptions.match', { ...actOn(detail), consumer: nobodysNumber });
    expect(nobody).toMatchObject({ ok: false, error: { code: 'CONSUMER_UNKNOWN' } });
    const wanted = { ...actOn(detail), consumer: consumer(3) };
    const matched = await counter.ask('exceptions.match', wanted);
    expect(matched.story.at(-1)).toMatchObject({
      what: 'matched',
      by: asha.person,
      consumer: consumer(3),
      name: consumersOf(office, 'active')[3]?.name,
      reason: wanted.reason,
    });
    expect(await counter.ask('exceptions.match', wanted)).toMatchObject({ story: [{}, {}] });
    const other = await counter.call('exceptions.match', { ...wanted, consumer: consumer(4) });
    expect(other).toMatchObject({ ok: false, error: { code: 'SETTLEMENT_CHANGED' } });
    const again = await counter.call('exceptions.match', { ...wanted, uid: newUid() });
    expect(again).toMatchObject({ ok: false, error: { code: 'SETTLEMENT_NOT_NOW' } });
    await heard(counter, sold.receiptNumber, ({ row }) => row.standing === 'settled');
    const { done } = await counter.ask('exceptions.find', { uid: wanted.uid });
    expect(done?.row.receiptNumber).toBe(sold.receiptNumber);
    expect(await counter.ask('exceptions.find', { uid: newUid() })).toEqual({ done: null });
  });
});

describe('a recharge that the head end refused', () => {
  it('is open, has an owner by word of a supervisor, and a cashier can only look', async () => {
    const detail = await sellRefused(office, counter, 300_00);
    expect(detail).toMatchObject({
      row: {
        standing: 'refused',
        said: { credit: 'rejected', code: expect.stringMatching(/^account-/u) },
        owner: null,
      },
      outcomes: { moved: null, resubmitted: null, refunded: null, matched: 'not-in-suspense' },
      drawer: 'enough',
      refundNeeds: 'nobody-else',
      slip: null,
    });
    const { receiptNumber } = detail.row;
    const take = { uid: newUid(), receiptNumber, owner: ravi.person, note: 'कल तक पता करें' };
    const taken = await counter.ask('exceptions.take', take);
    expect([taken.row.owner, taken.ownerNote]).toEqual([ravi.person, take.note]);
    expect(await counter.ask('exceptions.take', take)).toMatchObject({ row: { owner: ravi.person } });
    const unknown = { ...take, uid: newUid(), owner: 'nobody' };
    expect(await counter.call('exceptions.take', unknown)).toMatchObject({
      error: { code: 'PERSON_UNKNOWN' },
    });
    await counter.ask('session.signIn', ravi);
    expect((await list('open')).rows).toHaveLength(1);
    expect(await counter.call('exceptions.take', { ...take, uid: newUid() })).toMatchObject({
      ok: false,
      error: { code: 'NOT_PERMITTED' },
    });
    for (const channel of ['exceptions.move', 'exceptions.refund', 'exceptions.resubmit'] as const)
      expect(await counter.raw(channel, {})).toMatchObject({ error: { code: 'NOT_PERMITTED' } });
    await counter.ask('session.signIn', asha);
  });

  it('is moved to another consumer, after which nothing else can be done with it', async () => {
    const detail = await sellRefused(office, counter, 310_00);
    const same = await counter.call('exceptions.move', { ...actOn(detail), consumer: detail.row.consumer });
    expect(same).toMatchObject({ error: { params: { reason: 'same-consumer' } } });
    const moved = await counter.ask('exceptions.move', { ...actOn(detail), consumer: consumer(5) });
    expect(moved.story.map(({ what }) => what)).toEqual(['recharge', 'moved']);
    const after = await heard(counter, detail.row.receiptNumber, ({ row }) => row.standing === 'settled');
    expect(after.story[1]?.said).toMatchObject({
      credit: 'applied',
      consumer: consumer(5),
      amountPaise: 310_00,
    });
    expect(after.outcomes).toMatchObject({ moved: 'settled', refunded: 'settled' });
    const refund = await counter.call('exceptions.refund', { ...actOn(detail), approver: null });
    expect(refund).toMatchObject({ ok: false, error: { code: 'SETTLEMENT_NOT_NOW' } });
  });

  it('asks for a reason, for the amount that is on record, and for the row that was on screen', async () => {
    const detail = await sellRefused(office, counter, 320_00);
    const wanted = { ...actOn(detail), approver: null };
    const code = async (changes: Partial<typeof wanted>) => {
      const reply = await counter.call('exceptions.refund', { ...wanted, ...changes });
      return reply.ok ? 'done' : reply.error.code;
    };
    expect(await code({ reason: '  ' })).toBe('SETTLEMENT_REASON_MISSING');
    expect(await code({ amountPaise: 321_00 })).toBe('SETTLEMENT_CHANGED');
    expect(await code({ about: newUid() })).toBe('SETTLEMENT_CHANGED');
    expect(await code({ receiptNumber: 'PTC-C02-2627-999999' })).toBe('RECEIPT_UNKNOWN');
    expect((await list('open')).rows.map(({ receiptNumber }) => receiptNumber)).toContain(
      detail.row.receiptNumber,
    );
  });
});

describe('a refund', () => {
  it('takes the cash out of the drawer, once, and prints a slip to be signed', async () => {
    const detail = await sellRefused(office, counter, 900_00);
    const wanted = { ...actOn(detail, 'पैसा वापस चाहिए'), approver: null };
    const before = printer.slips.length;
    const done = await counter.ask('exceptions.refund', wanted);
    expect(done).toMatchObject({
      row: { standing: 'refunded', clock: null },
      slip: { slip: 'refund-slip', copy: 0, receiptNumber: detail.row.receiptNumber },
      outcomes: { moved: 'refunded', refunded: 'refunded' },
    });
    expect(await counter.ask('exceptions.refund', wanted)).toMatchObject({ row: { standing: 'refunded' } });
    const twice = await counter.call('exceptions.refund', { ...wanted, uid: newUid() });
    expect(twice).toMatchObject({ ok: false, error: { params: { reason: 'refunded' } } });
    await counter.until('the slip', () => printer.slips.length > before);
    const again = {
      uid: newUid(),
      receiptNumber: detail.row.receiptNumber,
      reason: 'paper-damaged',
    } as const;
    expect(await counter.ask('exceptions.printAgain', again)).toMatchObject({ copy: 1, slip: 'refund-slip' });
    expect(await counter.ask('exceptions.printAgain', again)).toMatchObject({ copy: 1 });
    await counter.until('the copy', () => printer.slips.length > before + 1);
    expect((await list('settled')).rows[0]).toMatchObject({ standing: 'refunded', amountPaise: 900_00 });
  });

  it('above the amount that is set needs a second person, never the one who pays it out', async () => {
    const detail = await sellRefused(office, counter, 1100_00);
    expect(detail.refundNeeds).toBe('second-person');
    const wanted = actOn(detail);
    const asked = await counter.call('exceptions.refund', { ...wanted, approver: null });
    expect(asked).toMatchObject({ error: { code: 'APPROVAL_NEEDED', params: { guard: 'refund' } } });
    const own = await counter.call('exceptions.refund', { ...wanted, approver: asha });
    expect(own).toMatchObject({ error: { code: 'APPROVER_NOT_PERMITTED' } });
    const cashier = await counter.call('exceptions.refund', { ...wanted, approver: ravi });
    expect(cashier).toMatchObject({ error: { code: 'APPROVER_NOT_PERMITTED' } });
    const done = await counter.ask('exceptions.refund', { ...wanted, approver: meena });
    expect(done.story.at(-1)).toMatchObject({ what: 'refund', by: asha.person, approver: meena.person });
  });

  it('is not made out of a drawer that does not hold it', async () => {
    const detail = await sellRefused(office, counter, 20_000_00);
    // A drawer whose notes were paid out again is not full any more.
    const other = await sellRefused(office, counter, 19_000_00);
    await counter.ask('exceptions.refund', { ...actOn(detail), approver: meena });
    const full = await counter.ask('exceptions.refund', { ...actOn(other), approver: meena });
    expect(full.row.standing).toBe('refunded');
    const last = await sellRefused(office, counter, 15_000_00);
    const shift = await closeShift({
      uid: newUid(),
      counted: { '50000': 40 },
      differenceReason: 'गिनती',
      approver: meena,
    });
    const paidBackPaise = 900_00 + 1100_00 + 20_000_00 + 19_000_00;
    expect(shift.expectedPaise).toBe(shift.floatPaise + shift.takingsPaise - paidBackPaise);
    const none = await counter.call('exceptions.refund', { ...actOn(last), approver: meena });
    expect(none).toMatchObject({ error: { code: 'SHIFT_NOT_OPEN' } });
    await counter.ask('shift.open', { uid: newUid(), float: { '10000': 1 } });
    const short = await counter.call('exceptions.refund', { ...actOn(last), approver: meena });
    expect(short).toMatchObject({ error: { code: 'REFUND_DRAWER_TOO_LITTLE' } });
    expect(await counter.ask('exceptions.one', { receiptNumber: last.row.receiptNumber })).toMatchObject({
      drawer: 'too-little',
      row: { standing: 'refused' },
    });
  });

  it('leaves the drawer right to the rupee, and the day closes', async () => {
    const detail = await sellRefused(office, counter, 400_00);
    await counter.ask('exceptions.refund', { ...actOn(detail), approver: null });
    await counter.ask('recharge.record', sale(consumer(9), { amountPaise: 250_00 }));
    await heard(counter, detail.row.receiptNumber, ({ slip }) => slip?.state === 'confirmed');
    const shift = await closeShift({
      uid: newUid(),
      counted: { '10000': 1 },
      differenceReason: 'अभी गिना नहीं',
      approver: meena,
    });
    expect([shift.floatPaise, shift.recharges]).toEqual([100_00, 2]);
    expect(shift.expectedPaise).toBe(100_00 + 650_00 - 400_00);
    expect(await counter.ask('day.close', { uid: newUid() })).toMatchObject({
      businessDate: expect.any(String),
    });
  });

  it('stands in the export with its cash, and the proof of the whole journal holds', async () => {
    await counter.end();
    const verified = await runCounter('verify', '--every-signature', '--data', office.dataFolder);
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('WHOLE')]);
    const today = kolkataDate(Date.now());
    const exported = await runCounter(
      'export',
      '--format',
      'csv',
      '--from',
      today,
      '--to',
      today,
      '--data',
      office.dataFolder,
    );
    const [head = '', ...lines] = exported.stdout.split('\r\n');
    const cashOut = head.split(',').indexOf('cashOutPaise');
    const refunds = lines.filter((line) => line.includes(',refund,')).map((line) => line.split(',')[cashOut]);
    expect(refunds).toEqual(['90000', '110000', '2000000', '1900000', '40000']);
    const papers = papersOfJournal(office.dataFolder, 576);
    const told = printer.slips
      .filter(({ end }) => end === 'cut')
      .map((slip) => paperOfSlip(slip, papers)?.document);
    const slips = told.filter((document) => document?.kind === 'refund');
    expect(slips.map((document) => document?.copy.kind)).toEqual([
      'original',
      'duplicate',
      'original',
      'original',
      'original',
      'original',
    ]);
    const first = JSON.stringify(slips[0]);
    for (const words of ['नकद वापसी', '₹900.00', 'नौ सौ रुपये', 'Nine hundred rupees', 'हस्ताक्षर', 'आशा कुमारी'])
      expect(first).toContain(words);
    expect(JSON.stringify(slips[2])).toContain('"मंज़ूरी / Approved by","type":"keyValue","value":"मीना"');
  });
});
