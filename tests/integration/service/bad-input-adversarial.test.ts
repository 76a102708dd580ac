import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../../electron/contract/schemas.ts';
import { asha, meena, newUid, openCounter, ravi, sale } from '../../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';

let office: Office;
let counter: JsonLinesCounter;
let consumer: string;

beforeAll(async () => {
  office = await openOffice();
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
  consumer = office.consumers[0]?.consumer ?? '';
}, 30_000);

afterAll(async () => {
  await counter.end();
  await office.close();
});

const entries = async () => (await counter.ask('state.get', {})).secondCopy.entries;

/** What a bad call gets: its code, whether the program's inside shows, and how much it wrote. */
async function refusal(channel: string, input: unknown) {
  const before = await entries();
  const reply = await counter.raw(channel, input);
  return {
    code: reply.ok ? 'was taken' : reply.error.code,
    incident: !reply.ok && /^[0-9a-f-]{36}$/u.test(reply.error.incidentId),
    leaks: /node_modules|\.ts:|at async|SQLITE/u.test(JSON.stringify(reply)),
    written: (await entries()) - before,
  };
}

/** Refused by this code, with an incident to name on the telephone, and nothing written. */
function refusedBy(code: string) {
  return { code, incident: true, leaks: false, written: 0 };
}

describe('a recharge with bad input', () => {
  it.each([
    ['amount 0', { amountPaise: 0 }, 'AMOUNT_ZERO'],
    ['a negative amount', { amountPaise: -500_00 }, 'AMOUNT_NEGATIVE'],
    ['paise', { amountPaise: 500_50 }, 'AMOUNT_HAS_PAISE'],
    ['a fraction of a paisa', { amountPaise: 500.5 }, 'AMOUNT_HAS_PAISE'],
    ['letters', { amountPaise: 'five hundred' }, 'AMOUNT_NOT_A_NUMBER'],
    ['no amount', { amountPaise: null }, 'AMOUNT_NOT_A_NUMBER'],
    ['ten digits too many', { amountPaise: 5_000_000_000_000_00_00 }, 'AMOUNT_TOO_LARGE'],
    ['two lakh rupees', { amountPaise: 2_00_000_00, tenderedPaise: 2_00_000_00 }, 'CASH_CAP_OF_DAY'],
    ['less cash than the amount', { tenderedPaise: 499_00 }, 'TENDERED_TOO_LITTLE'],
    ['an unknown consumer', { consumer: '999999999' }, 'CONSUMER_UNKNOWN'],
    ['a consumer number of letters', { consumer: 'abc' }, 'CONSUMER_NUMBER_MALFORMED'],
    ['a consumer number too short', { consumer: '12345678' }, 'CONSUMER_NUMBER_MALFORMED'],
    ['a uid that is none', { uid: 'x' }, 'CONTRACT_VIOLATION'],
    ['a field that nobody knows', { discount: 1 }, 'CONTRACT_VIOLATION'],
  ])('%s', async (_what, changes, code) => {
    expect(await refusal('recharge.record', { ...sale(consumer), ...changes })).toEqual(refusedBy(code));
  });

  it('above the cap needs a second person, who is not the cashier and not a cashier', async () => {
    const large = { amountPaise: 20_001_00, tenderedPaise: 20_001_00 };
    const by = (who: { person: string; pin: string }) => ({
      ...sale(consumer, large),
      approvals: [{ guard: 'above-cash-cap', approver: who.person, pin: who.pin }],
    });
    expect(await refusal('recharge.record', sale(consumer, large))).toEqual(refusedBy('APPROVAL_NEEDED'));
    expect(await refusal('recharge.record', by(asha))).toEqual(refusedBy('APPROVER_NOT_PERMITTED'));
    expect(await refusal('recharge.record', by(ravi))).toEqual(refusedBy('APPROVER_NOT_PERMITTED'));
    expect(await refusal('recharge.record', by({ ...meena, pin: '0000' }))).toEqual(refusedBy('PIN_WRONG'));
    const reply = await counter.raw('recharge.record', by(meena));
    expect(reply).toMatchObject({ ok: true });
  });

  it('takes an unknown consumer into suspense when a second person approves', async () => {
    const approvals = [{ guard: 'unknown-consumer', approver: meena.person, pin: meena.pin } as const];
    const reply = await counter.ask('recharge.record', sale('999999999', { approvals }));
    expect(reply).toMatchObject({ consumer: '999999999', name: null, meter: null });
  });

  it('of the same amount for the same consumer asks for a second person within the window', async () => {
    const second = office.consumers[1]?.consumer ?? '';
    await counter.ask('recharge.record', sale(second));
    expect(await refusal('recharge.record', sale(second))).toEqual(refusedBy('APPROVAL_NEEDED'));
    expect(await counter.ask('recharge.readBack', { consumer: second, amountPaise: 500_00 })).toMatchObject({
      needs: ['same-amount-again'],
      takenTodayPaise: 500_00,
    });
  });
});

describe('a repeated call', () => {
  it('of the same uid gives the same receipt and writes nothing', async () => {
    const wanted = sale(office.consumers[2]?.consumer ?? '');
    const [first, second] = await Promise.all([
      counter.ask('recharge.record', wanted),
      counter.ask('recharge.record', wanted),
    ]);
    const before = await entries();
    const third = await counter.ask('recharge.record', wanted);
    expect(new Set([first, second, third].map(({ receiptNumber }) => receiptNumber)).size).toBe(1);
    expect(await entries()).toBe(before);
  });

  it('with other content is refused', async () => {
    const wanted = sale(office.consumers[3]?.consumer ?? '');
    await counter.ask('recharge.record', wanted);
    expect(await refusal('recharge.record', { ...wanted, amountPaise: 400_00 })).toEqual(
      refusedBy('RECHARGE_CHANGED'),
    );
    const other = { ...wanted, consumer: office.consumers[4]?.consumer ?? '' };
    expect(await refusal('recharge.record', other)).toEqual(refusedBy('RECHARGE_CHANGED'));
  });

  it('of a uid that stands for another act is refused', async () => {
    const day = counter.state().day?.uid ?? '';
    expect(await refusal('recharge.record', { ...sale(consumer), uid: day })).toEqual(
      refusedBy('RECHARGE_CHANGED'),
    );
  });
});

describe('a directory file that is not whole', () => {
  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 40), 'DIRECTORY_DAMAGED'],
    ['with a bit turned', flipped, 'DIRECTORY_DAMAGED'],
    ['that is no gzip', () => Buffer.from('hello'), 'DIRECTORY_DAMAGED'],
    ['that is empty', () => Buffer.alloc(0), 'DIRECTORY_DAMAGED'],
  ])('%s leaves the old one as it was', async (_what, spoil, code) => {
    const file = join(office.folder, 'damaged.gz');
    writeFileSync(file, spoil(readFileSync(office.directoryFile)));
    const before = counter.state().directory;
    expect(await refusal('directory.import', { path: file })).toEqual(refusedBy(code));
    expect((await counter.ask('state.get', {})).directory).toEqual(before);
    const found = await counter.ask('directory.search', { text: consumer });
    expect(found.hits[0]?.consumer.consumer).toBe(consumer);
  });

  it('that is not there', async () => {
    expect(await refusal('directory.import', { path: join(office.folder, 'nowhere.gz') })).toEqual(
      refusedBy('DIRECTORY_MISSING'),
    );
    expect(await refusal('directory.import', { path: 'relative.gz' })).toEqual(
      refusedBy('DIRECTORY_MISSING'),
    );
  });
});

describe('everything else that a person gets wrong', () => {
  it.each<[string, Channel | 'recharge.steal', () => unknown, string]>([
    ['an unknown channel', 'recharge.steal', () => ({}), 'CONTRACT_VIOLATION'],
    ['a second enrolment', 'setup.enrol', () => ({ code: 'OTHER-CODE' }), 'ALREADY_ENROLLED'],
    ['a second first person', 'setup.addFirstPerson', () => person('eve'), 'NOT_PERMITTED'],
    ['a person twice', 'people.add', () => ({ ...person('ravi'), role: 'cashier' }), 'PERSON_EXISTS'],
    ['a weak PIN', 'people.add', () => ({ ...person('eve'), role: 'cashier', pin: '1234' }), 'PIN_WEAK'],
    ['a second day', 'day.open', () => ({ uid: newUid(), businessDate: today() }), 'DAY_ALREADY_OPEN'],
    ['a second shift', 'shift.open', () => ({ uid: newUid(), float: {} }), 'SHIFT_ALREADY_OPEN'],
    ['closing the day first', 'day.close', () => ({ uid: newUid() }), 'DAY_HAS_OPEN_SHIFT'],
    [
      'a receipt nobody gave',
      'recharge.byReceipt',
      () => ({ receiptNumber: 'PTC-C02-2627-999999' }),
      'RECEIPT_UNKNOWN',
    ],
    ['a slip nobody knows', 'print.show', () => ({ job: newUid() }), 'PRINT_JOB_UNKNOWN'],
    ['a copy without a printer', 'print.again', () => again(), 'PRINTER_MISSING'],
    ['a note that does not exist', 'shift.close', () => count({ '12300': 1 }), 'COUNT_OUT_OF_RANGE'],
    ['too many notes', 'shift.close', () => count({ '50000': 100_001 }), 'COUNT_OUT_OF_RANGE'],
    ['a difference without a reason', 'shift.close', () => count({ '50000': 1 }), 'DIFFERENCE_NEEDS_REASON'],
    ['a large one alone', 'shift.close', () => count({ '50000': 1 }, 'lost'), 'DIFFERENCE_NEEDS_APPROVER'],
    ['a wrong PIN', 'session.signIn', () => ({ person: 'ravi', pin: '0000' }), 'PIN_WRONG'],
    ['somebody unknown', 'session.signIn', () => ({ person: 'nobody', pin: '0000' }), 'PIN_WRONG'],
  ])('%s', async (_what, channel, input, code) => {
    expect(await refusal(channel, input())).toEqual(refusedBy(code));
  });

  it('locks a PIN at the fifth wrong try, also for the right one', async () => {
    const wrong = { person: meena.person, pin: '1112' };
    const codes: string[] = [];
    for (let each = 0; each < 5; each += 1) {
      const reply = await counter.raw('session.signIn', wrong);
      if (!reply.ok) codes.push(reply.error.code);
    }
    expect(codes).toEqual(['PIN_WRONG', 'PIN_WRONG', 'PIN_WRONG', 'PIN_WRONG', 'PIN_LOCKED']);
    expect(await counter.raw('session.signIn', meena)).toMatchObject({
      ok: false,
      error: { code: 'PIN_LOCKED' },
    });
  });

  it('tells no expected cash before a shift is closed', async () => {
    const reply = await counter.raw('shift.close', count({ '50000': 1 }, 'lost'));
    expect(reply).toMatchObject({ ok: false, error: { params: { limitPaise: 50_00 } } });
    expect(JSON.stringify(reply)).not.toMatch(/expected|difference/u);
  });
});

function person(id: string) {
  return { uid: newUid(), person: id, name: { hi: 'ईव', en: 'Eve' }, pin: '7392' };
}

function count(counted: Record<string, number>, differenceReason: string | null = null) {
  return { uid: newUid(), counted, differenceReason, approver: null };
}

function again() {
  const { receiptNumber } = counter.state().lastRecharge ?? { receiptNumber: '' };
  return { uid: newUid(), receiptNumber, reason: 'consumer-asks', approver: null };
}

function today(): string {
  return counter.state().day?.businessDate ?? '';
}

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const middle = Math.floor(copy.length / 2);
  copy.writeUInt8(copy.readUInt8(middle) ^ 1, middle);
  return copy;
}
