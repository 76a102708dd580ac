import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVirtualPrinter, type VirtualPrinter } from '../../../printers/virtual/virtual-printer.ts';
import { asha, meena, newUid, openCounter, ravi, sale } from '../../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { paperOfSlip, papersOfJournal } from '../../harness/paper-of-journal.ts';

let office: Office;
let printer: VirtualPrinter;
let counter: JsonLinesCounter;

beforeAll(async () => {
  printer = await startVirtualPrinter({ widthDots: 576, speedMmPerS: 2_000 });
  office = await openOffice({ printerPort: printer.port });
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
  const consumer = office.consumers[0]?.consumer ?? '';
  await counter.ask('recharge.record', sale(consumer));
  await counter.until('the receipt', ({ lastRecharge }) => lastRecharge?.print?.state === 'confirmed');
}, 60_000);

afterAll(async () => {
  await counter.end();
  await printer.stop();
  await office.close();
});

describe('the slip of a closed shift', () => {
  it('is asked about when the printer dies on it, and says DUPLICATE when it is not on paper', async () => {
    printer.setFault({ kind: 'powerOff', atRow: 300, how: 'reset' });
    const close = {
      uid: newUid(),
      counted: { '50000': 3 },
      differenceReason: 'छुट्टे नहीं मिले',
      approver: meena,
    };
    const closed = await counter.ask('shift.close', close);
    expect(closed).toMatchObject({ expectedPaise: 2000_00, countedPaise: 1500_00, differencePaise: -500_00 });
    const asked = await counter.until('the question', ({ questions }) => questions.length === 1);
    const [question] = asked.questions;
    expect(question).toMatchObject({ receiptNumber: null, entry: close.uid, copy: 0 });
    printer.clearFault();
    const copy = await counter.ask('print.answer', { job: question?.job ?? '', onPaper: 'no' });
    expect(copy).toMatchObject({ receiptNumber: null, entry: close.uid, copy: 1 });
    await counter.until(
      'the copy',
      ({ questions }) => questions.length === 0 && printer.slips.at(-1)?.end === 'cut',
    );
    expect(await counter.ask('shift.close', close)).toEqual(closed);
  });

  it('does not keep the next shift from closing, and stands in the journal as it was printed', async () => {
    await counter.ask('session.signOut', {});
    await counter.ask('session.signIn', ravi);
    await counter.ask('shift.open', { uid: newUid(), float: { '10000': 1 } });
    const before = printer.slips.length;
    const close = { uid: newUid(), counted: { '10000': 1 }, differenceReason: null, approver: null };
    expect(await counter.ask('shift.close', close)).toMatchObject({ differencePaise: 0, recharges: 0 });
    await counter.until('the second slip', () => printer.slips.length > before);
    await counter.ask('session.signIn', asha);
    expect(await counter.end()).toBe(0);
    const papers = papersOfJournal(office.dataFolder, 576);
    const told = printer.slips
      .filter(({ end }) => end === 'cut')
      .map((slip) => paperOfSlip(slip, papers)?.document);
    expect(told.map((document) => [document?.kind, document?.copy.kind])).toEqual([
      ['receipt', 'original'],
      ['shiftReport', 'duplicate'],
      ['shiftReport', 'original'],
    ]);
    const lines = JSON.stringify(told[1]);
    expect(lines).toContain('"कारण / Reason","type":"keyValue","value":"छुट्टे नहीं मिले"');
    expect(lines).toContain('"मंज़ूरी / Approved by","type":"keyValue","value":"मीना"');
    expect(told[1]?.copy).toMatchObject({ n: 1, operator: 'आशा कुमारी' });
  });
});
