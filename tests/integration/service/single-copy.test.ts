import { cpSync, renameSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVirtualPrinter, type VirtualPrinter } from '../../../printers/virtual/virtual-printer.ts';
import { asha, meena, newUid, openCounter, sale } from '../../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { paperOfSlip, papersOfJournal } from '../../harness/paper-of-journal.ts';

let office: Office;
let printer: VirtualPrinter;
let counter: JsonLinesCounter;
const consumer = (index: number): string => office.consumers[index]?.consumer ?? '';
const approval = { guard: 'single-copy', approver: meena.person, pin: meena.pin } as const;

beforeAll(async () => {
  printer = await startVirtualPrinter({ widthDots: 576, speedMmPerS: 2_000 });
  office = await openOffice({ printerPort: printer.port });
  office.writeConfig({ singleCopy: { salesPerApproval: 3 } });
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
  await counter.ask('recharge.record', sale(consumer(0)));
}, 60_000);

afterAll(async () => {
  await counter.end();
  await printer.stop();
  await office.close();
});

async function sellAlone(index: number): Promise<void> {
  const sold = await counter.ask('recharge.record', sale(consumer(index)));
  expect(sold.copies).toBe('single');
}

describe('a counter whose stick was pulled out', () => {
  it('sells on, says so, and asks for a second person after as many sales as are set', async () => {
    await counter.until(
      'two copies',
      ({ secondCopy }) => secondCopy.state === 'complete' && secondCopy.single === null,
    );
    // A handle that is open follows a renamed folder; a stick that is pulled out takes its files along.
    cpSync(office.mirrorFolder, `${office.mirrorFolder}-away`, { recursive: true });
    rmSync(office.mirrorFolder, { recursive: true });
    for (let sold = 1; sold <= 3; sold += 1) await sellAlone(sold);
    const asked = await counter.until('the banner', ({ secondCopy }) => secondCopy.single?.due === true);
    expect(asked.secondCopy).toMatchObject({
      state: 'lost',
      single: { reason: 'lost', sales: 3, sumPaise: 1500_00, salesPerApproval: 3 },
    });
    const readBack = await counter.ask('recharge.readBack', { consumer: consumer(4), amountPaise: null });
    expect(readBack.needs).toEqual(['single-copy']);
    const refused = await counter.call('recharge.record', sale(consumer(4)));
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'APPROVAL_NEEDED', params: { guard: 'single-copy' } },
    });
    const own = { guard: 'single-copy', approver: asha.person, pin: asha.pin } as const;
    expect(await counter.call('recharge.record', sale(consumer(4), { approvals: [own] }))).toMatchObject({
      ok: false,
      error: { code: 'APPROVER_NOT_PERMITTED' },
    });
  });

  it('records the next sale with the approval, and starts counting with it', async () => {
    const sold = await counter.ask('recharge.record', sale(consumer(4), { approvals: [approval] }));
    expect(sold.print).toMatchObject({ slip: 'receipt', copy: 0 });
    await counter.until('the count', ({ secondCopy }) => secondCopy.single?.sales === 1);
    await sellAlone(5);
  });

  it('gives the office what stands in one copy when the shift is closed', async () => {
    await counter.until('the last paper', ({ lastRecharge }) => lastRecharge?.print?.state === 'confirmed');
    const close = {
      uid: newUid(),
      counted: { '50000': 8, '10000': 5 },
      differenceReason: null,
      approver: null,
    };
    expect(await counter.ask('shift.close', close)).toMatchObject({ differencePaise: 0, recharges: 6 });
    await counter.until('the slips', () => printer.slips.filter(({ end }) => end === 'cut').length === 9);
  });

  it('goes on without a banner when the stick is back, before anything is sold', async () => {
    renameSync(`${office.mirrorFolder}-away`, office.mirrorFolder);
    const whole = await counter.until(
      'the copy',
      ({ secondCopy }) => secondCopy.state === 'complete' && secondCopy.single === null,
    );
    expect(whole.secondCopy.copied).toBe(whole.secondCopy.entries);
    expect(await counter.end()).toBe(0);
  });

  it('left on paper what no other counterfoil says', () => {
    const papers = papersOfJournal(office.dataFolder, 576);
    const told = printer.slips.map((slip) => paperOfSlip(slip, papers)?.document);
    const foils = told.filter((document) => document?.kind === 'counterfoil');
    const receipts = foils.map((foil) =>
      foil?.blocks.flatMap((block) =>
        block.type === 'keyValue' && block.key.startsWith('PTC-C02-') ? [block.key.slice(-6)] : [],
      ),
    );
    expect(receipts).toEqual([
      ['000002', '000003', '000004'],
      ['000005', '000006'],
    ]);
    expect(JSON.stringify(foils[0])).toContain('मीना');
    expect(told.filter((document) => document?.kind === 'receipt')).toHaveLength(6);
  });
});
