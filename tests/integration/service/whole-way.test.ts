import { verify, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReceiptQr } from '../../../counter/recharge/receipt-qr.ts';
import type { Document } from '../../../printers/document.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../../printers/virtual/virtual-printer.ts';
import { asha, enrolWithPeople, meena, newUid, openDrawer, ravi, sale } from '../../harness/counter-day.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import {
  counterKeyOfJournal,
  paperOfSlip,
  papersOfJournal,
  rechargesOfJournal,
} from '../../harness/paper-of-journal.ts';

let office: Office;
let printer: VirtualPrinter;
let counter: JsonLinesCounter;
const consumer = (index: number) => office.consumers[index]?.consumer ?? '';

beforeAll(async () => {
  printer = await startVirtualPrinter({ widthDots: 576, speedMmPerS: 2_000 });
  office = await openOffice({ printerPort: printer.port });
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
}, 60_000);

afterAll(async () => {
  await counter.end();
  await printer.stop();
  await office.close();
});

async function sell(index: number, amountPaise = 500_00) {
  const recorded = await counter.ask(
    'recharge.record',
    sale(consumer(index), { amountPaise, tenderedPaise: 1000_00 }),
  );
  await counter.until(
    `the slip of ${recorded.receiptNumber}`,
    ({ lastRecharge }) => lastRecharge?.uid === recorded.uid && lastRecharge.print?.state === 'confirmed',
  );
  return recorded;
}

function notice(document: Document): string {
  const block = document.blocks.find(({ type }) => type === 'notice');
  return block?.type === 'notice' ? block.title : '';
}

/** Its lines by their key; the cashier's name comes before the place to sign. */
function linesOf(document: Document | undefined): Record<string, string> {
  const lines = document?.blocks.flatMap((block): [string, string][] =>
    block.type === 'keyValue' ? [[block.key, block.value]] : [],
  );
  return Object.fromEntries(lines?.toReversed() ?? []);
}

function assertSlip(): never {
  throw new Error('the printer has no ninth slip');
}

describe('the whole way, from an empty folder to credit', () => {
  it('enrols, knows its people and its consumers', async () => {
    expect(counter.state().setup).toBe('not-enrolled');
    await enrolWithPeople(counter);
    expect(await counter.ask('directory.import', { path: null })).toMatchObject({ count: 60 });
    const found = await counter.ask('directory.search', { text: consumer(4) });
    expect(found.hits[0]?.consumer.meter).toBe(office.consumers[4]?.meter);
  });

  it('opens day and drawer', async () => {
    await openDrawer(counter);
    const { shift } = await counter.ask('state.get', {});
    expect(shift).toMatchObject({ cashier: 'asha', floatPaise: 1500_00 });
  });

  it('prints CONFIRMED with the reference while the head end answers', async () => {
    await counter.until('the head end', ({ headEnd }) => headEnd.link === 'answering');
    await counter.until('the printer', ({ printer: { state } }) => state === 'ready');
    const recorded = await sell(0);
    expect(recorded).toMatchObject({
      receiptNumber: 'PTC-C02-2627-000001',
      changePaise: 500_00,
      copies: 'two',
    });
    const { recharge } = await counter.ask('recharge.find', { uid: recorded.uid });
    expect(recharge).toMatchObject({ credit: 'confirmed', print: { state: 'confirmed', proof: 'printed' } });
    expect(recharge?.reference).toMatch(/^HE-/u);
  });

  it('prints PENDING with the name of the outage while it is down, and sells on', async () => {
    await office.headEnd.setFault('html200');
    await counter.until('the outage', ({ headEnd }) => headEnd.link === 'not-answering');
    await counter.ask('outage.open', {
      uid: newUid(),
      name: 'OUT-23',
      cause: 'head end down',
      since: Date.now(),
    });
    for (const index of [1, 2, 3]) await sell(index, 300_00);
    expect(counter.state().unsent).toMatchObject({ count: 3, sumPaise: 900_00 });
    expect(
      await counter.ask('recharge.readBack', { consumer: consumer(1), amountPaise: null }),
    ).toMatchObject({
      pending: { count: 1, sumPaise: 300_00 },
      takenTodayPaise: 300_00,
    });
  });

  it('asks a person about a slip that may be on paper, and says DUPLICATE on the next', async () => {
    printer.setFault({ kind: 'powerOff', atRow: 400, how: 'reset' });
    const recorded = await counter.ask('recharge.record', sale(consumer(5), { amountPaise: 200_00 }));
    const asked = await counter.until('the question', ({ questions }) => questions.length === 1);
    const [question] = asked.questions;
    expect(question).toMatchObject({ receiptNumber: recorded.receiptNumber, state: 'uncertain', copy: 0 });
    const close = { uid: newUid(), counted: { '50000': 1 }, differenceReason: null, approver: null };
    expect(await counter.call('shift.close', close)).toMatchObject({
      ok: false,
      error: { code: 'SHIFT_HAS_OPEN_PRINTS' },
    });
    printer.clearFault();
    const copy = await counter.ask('print.answer', { job: question?.job ?? '', onPaper: 'no' });
    expect(copy).toMatchObject({ copy: 1, receiptNumber: recorded.receiptNumber });
    await counter.until('the copy', ({ lastRecharge }) => lastRecharge?.print?.state === 'confirmed');
    expect(counter.state().questions).toEqual([]);
    expect(await counter.call('print.answer', { job: question?.job ?? '', onPaper: 'yes' })).toMatchObject({
      error: { code: 'PRINT_JOB_NOT_ASKED' },
    });
  });

  it('gives a further copy only with a second person', async () => {
    const receiptNumber = 'PTC-C02-2627-000005';
    const wanted = { uid: newUid(), receiptNumber, reason: 'consumer-asks', approver: null } as const;
    expect(await counter.call('print.again', wanted)).toMatchObject({ error: { code: 'APPROVAL_NEEDED' } });
    const copy = await counter.ask('print.again', { ...wanted, approver: meena });
    expect(copy.copy).toBe(2);
    expect(await counter.ask('print.again', { ...wanted, approver: meena })).toMatchObject({ job: copy.job });
  });

  it('uploads when it is back; everything is credited exactly once', async () => {
    await office.headEnd.setFault('none');
    await counter.until('the upload', ({ unsent }) => unsent.count === 0);
    await counter.until(
      'the credit',
      ({ lastRecharge }) => lastRecharge?.credit === 'confirmed' && lastRecharge.print?.state === 'confirmed',
    );
    await counter.ask('outage.close', { uid: newUid() });
    const confirmed = await counter.ask('print.again', {
      uid: newUid(),
      receiptNumber: 'PTC-C02-2627-000002',
      reason: 'confirmed-slip',
      approver: null,
    });
    expect(confirmed.copy).toBe(1);
  });

  it('closes the drawer blind and the day, and another cashier finds it closed', async () => {
    await counter.until('a quiet printer', () => printer.slips.length >= 8);
    const counted = { '50000': 4, '10000': 11 };
    const closed = await counter.ask('shift.close', {
      uid: newUid(),
      counted,
      differenceReason: 'one note short',
      approver: meena,
    });
    expect(closed).toMatchObject({
      expectedPaise: 3100_00,
      countedPaise: 3100_00,
      differencePaise: 0,
      recharges: 5,
    });
    await counter.until('the slip of the shift', () => printer.slips.length >= 9);
    const day = await counter.ask('day.close', { uid: newUid() });
    expect(day).toMatchObject({ recharges: 5, takingsPaise: 1600_00, unsent: 0 });
    await counter.ask('session.signIn', ravi);
    expect(await counter.call('recharge.record', sale(consumer(9)))).toMatchObject({
      error: { code: 'DAY_NOT_OPEN' },
    });
    await counter.ask('session.signIn', asha);
  });

  it('leaves paper, journal and head end that tell the same story', async () => {
    expect(await counter.end()).toBe(0);
    const papers = papersOfJournal(office.dataFolder, 576);
    const told = printer.slips.map((slip) => {
      const paper = paperOfSlip(slip, papers);
      return paper === null
        ? 'nothing known'
        : `${(paper.receiptNumber ?? 'shift').slice(-6)} ${paper.copy} ${notice(paper.document)}`;
    });
    expect(told).toHaveLength(9);
    expect(told[0]).toMatch(/^000001 0 .*CONFIRMED/u);
    for (const [slip, number] of [
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ] as const) {
      expect(told[slip]).toMatch(new RegExp(`^00000${number} 0 .*PENDING`, 'u'));
    }
    expect(told.slice(5, 8)).toEqual([
      expect.stringMatching(/^000005 1 .*PENDING/u),
      expect.stringMatching(/^000005 2 .*PENDING/u),
      expect.stringMatching(/^000002 1 .*CONFIRMED/u),
    ]);
    const shiftSlip = paperOfSlip(printer.slips[8] ?? assertSlip(), papers);
    expect(shiftSlip).toMatchObject({ receiptNumber: null, copy: 0, state: 'confirmed' });
    expect(linesOf(shiftSlip?.document)).toMatchObject({
      'कैशियर / Cashier': 'आशा कुमारी',
      'रसीदें / Receipts': '5',
      'जमा / Confirmed': '5',
      'लंबित / Pending': '0',
      'प्राप्तियाँ / Takings': '₹1,600.00',
      'होना चाहिए / Expected': '₹3,100.00',
    });
    expect(
      papers.filter(({ copy }) => copy > 0).every(({ document }) => document.copy.kind === 'duplicate'),
    ).toBe(true);
    const ledger = await headEndLedger(office.headEnd);
    expect(ledger.map(({ uid }) => uid)).toEqual(rechargesOfJournal(office.dataFolder));
    expect(ledger.reduce((sum, { amountPaise }) => sum + amountPaise, 0)).toBe(1600_00);
  });

  it('prints a code that proves itself with the counter key alone', () => {
    const [paper] = papersOfJournal(office.dataFolder, 576);
    const block = paper?.document.blocks.find(({ type }) => type === 'qrCode');
    const read = readReceiptQr(block?.type === 'qrCode' ? block.text : '');
    expect(read).toMatchObject({
      receiptNumber: 'PTC-C02-2627-000001',
      amountPaise: 500_00,
      consumer: consumer(0),
    });
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: counterKeyOfJournal(office.dataFolder) },
      format: 'jwk',
    });
    const proves = (text: string) =>
      verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(read?.signature ?? '', 'base64url'));
    expect(proves(read?.signed ?? '')).toBe(true);
    expect(proves((read?.signed ?? '').replace('|50000|', '|60000|'))).toBe(false);
  });
});
