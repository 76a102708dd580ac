import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../build/consumers/seeded-random.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../printers/virtual/virtual-printer.ts';
import { asha, openCounter, sale } from '../harness/counter-day.ts';
import { headEndLedger } from '../harness/head-end-ledger.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../harness/office.ts';
import { paperOfSlip, papersOfJournal, rechargesOfJournal } from '../harness/paper-of-journal.ts';

const kills = 50;
const seed = 20_261_123;
/** Half of the kills fall into the sale itself, half into what follows it: upload, paper, proof. */
const saleMs = 15;
const paperMs = 500;

let office: Office;
let printer: VirtualPrinter;

beforeAll(async () => {
  printer = await startVirtualPrinter({ widthDots: 576, speedMmPerS: 600 });
  office = await openOffice({ consumers: kills + 5, printerPort: printer.port });
});

afterAll(async () => {
  await printer.stop();
  await office.close();
});

const start = () => startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });

/** What a cashier does after a restart: signs in, and looks at the paper that the counter asks about. */
async function resume(counter: JsonLinesCounter): Promise<void> {
  await counter.ask('session.signIn', asha);
  const { questions } = await counter.ask('state.get', {});
  for (const { job } of questions) {
    await counter.ask('print.answer', { job, onPaper: slipIsWhole(job) ? 'yes' : 'no' });
  }
}

/** The cashier's eyes: is this very slip whole on paper? */
function slipIsWhole(job: string): boolean {
  const papers = papersOfJournal(office.dataFolder, 576);
  return printer.slips.some((slip) => slip.end === 'cut' && paperOfSlip(slip, papers)?.job === job);
}

describe('kill -9 in mid sale', () => {
  it(`${kills} times: paper, journal and head end agree (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const promised: string[] = [];
    const asked: string[] = [];
    let counter = await start();
    await openCounter(counter);

    for (let round = 0; round < kills; round += 1) {
      const wanted = sale(office.consumers[round]?.consumer ?? '', {
        amountPaise: (100 + round) * 100,
        tenderedPaise: 500_00,
      });
      asked.push(wanted.uid);
      // Every third time a printer is at hand, so that kills fall into its work too.
      if (round % 3 === 0) {
        await counter.until('the printer', ({ printer: { state } }) => state === 'ready');
      }
      const answered = counter.call('recharge.record', wanted).then(
        (reply) => reply.ok && promised.push(wanted.uid),
        () => undefined,
      );
      await wait(random.whole(0, random.chance(0.5) ? saleMs : paperMs));
      await counter.kill();
      await answered;

      counter = await start();
      await resume(counter);
      const { recharge } = await counter.ask('recharge.find', { uid: wanted.uid });
      // What was promised is there; what was not may be there or not.
      expect(promised.includes(wanted.uid) && recharge === null).toBe(false);
      // Unknown is asked by the same id, and never done twice.
      const again = await counter.ask('recharge.record', wanted);
      expect(again.uid).toBe(wanted.uid);
      expect([null, again.receiptNumber]).toContain(recharge?.receiptNumber ?? null);
    }

    await settle(counter);
    expect(await counter.end()).toBe(0);
    const recharges = rechargesOfJournal(office.dataFolder);
    expect(recharges).toEqual(asked);
    const papers = papersOfJournal(office.dataFolder, 576);
    const known = printer.slips.map((slip) => paperOfSlip(slip, papers));
    expect(known.filter((paper) => paper === null)).toEqual([]);
    expect(printer.protocolFaults).toEqual([]);
    const unmarked = printer.slips
      .map((slip, index) => ({ slip, paper: known[index] }))
      .filter(({ slip, paper }) => slip.end === 'cut' && paper?.copy === 0)
      .map(({ paper }) => paper?.receiptNumber);
    expect(new Set(unmarked).size).toBe(unmarked.length);
    expect(new Set(known.map((paper) => paper?.receiptNumber)).size).toBe(kills);
    const ledger = await headEndLedger(office.headEnd);
    expect(ledger.map(({ uid }) => uid)).toEqual(recharges);
  }, 600_000);
});

/** Everything printed, everything sent, no question open. */
async function settle(counter: JsonLinesCounter): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    await resume(counter);
    const { recharges } = await counter.ask('recharge.recent', { limit: 200 });
    const { unsent, questions } = await counter.ask('state.get', {});
    const printed = recharges.every(({ print }) => print?.state === 'confirmed');
    if (printed && unsent.count === 0 && questions.length === 0) return;
    await wait(100);
  }
  throw new Error(`did not settle: ${JSON.stringify(counter.state())}`);
}
