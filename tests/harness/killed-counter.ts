import { setTimeout as wait } from 'node:timers/promises';
import { startVirtualPrinter, type VirtualPrinter } from '../../printers/virtual/virtual-printer.ts';
import type { Input } from '../../electron/contract/schemas.ts';
import { asha } from './counter-day.ts';
import { headEndLedger } from './head-end-ledger.ts';
import type { JsonLinesCounter } from './json-lines-counter.ts';
import { openOffice, type Office } from './office.ts';
import { paperOfSlip, papersOfJournal, rechargesOfJournal } from './paper-of-journal.ts';

const widthDots = 576;

/** An office whose counter is killed again and again, and everything outside it that remembers. */
export interface KilledCounter {
  readonly office: Office;
  readonly printer: VirtualPrinter;
  /** uids of the sales that the cashier asked for, in order. */
  readonly asked: string[];
  /** uids of those that the counter called recorded. */
  readonly promised: string[];
  close(): Promise<void>;
}

export async function openKilledCounter(consumers: number): Promise<KilledCounter> {
  const printer = await startVirtualPrinter({ widthDots, speedMmPerS: 600 });
  const office = await openOffice({ consumers, printerPort: printer.port });
  return {
    office,
    printer,
    asked: [],
    promised: [],
    close: async () => {
      await printer.stop();
      await office.close();
    },
  };
}

/** Asks for a sale that the counter may not live to answer. */
export function beginSale(
  { asked, promised }: KilledCounter,
  counter: JsonLinesCounter,
  wanted: Input<'recharge.record'>,
): Promise<unknown> {
  asked.push(wanted.uid);
  return counter.call('recharge.record', wanted).then(
    (reply) => reply.ok && promised.push(wanted.uid),
    () => undefined,
  );
}

/** What a cashier does after a restart: signs in, and looks at the paper that the counter asks about. */
export async function resume(world: KilledCounter, counter: JsonLinesCounter): Promise<void> {
  await counter.ask('session.signIn', asha);
  const { questions } = await counter.ask('state.get', {});
  for (const { job } of questions) {
    await counter.ask('print.answer', { job, onPaper: slipIsWhole(world, job) ? 'yes' : 'no' });
  }
}

/** The cashier's eyes: is this very slip whole on paper? */
function slipIsWhole({ office, printer }: KilledCounter, job: string): boolean {
  const papers = papersOfJournal(office.dataFolder, widthDots);
  return printer.slips.some((slip) => slip.end === 'cut' && paperOfSlip(slip, papers)?.job === job);
}

/**
 * After the restart: what was promised is there, and the same id is never done twice. What the counter
 * then says of a sale that nobody got a word about is the answer.
 */
export async function askAgain(
  { promised }: KilledCounter,
  counter: JsonLinesCounter,
  wanted: Input<'recharge.record'>,
): Promise<string[]> {
  const { recharge } = await counter.ask('recharge.find', { uid: wanted.uid });
  const again = await counter.ask('recharge.record', wanted);
  const broken: string[] = [];
  if (recharge === null && promised.includes(wanted.uid))
    broken.push(`${wanted.uid} was promised and is gone`);
  if (again.uid !== wanted.uid) broken.push(`${wanted.uid} became ${again.uid}`);
  if (recharge !== null && recharge.receiptNumber !== again.receiptNumber)
    broken.push(`${wanted.uid} was done twice`);
  return broken;
}

/** Everything printed, everything sent, no question open. */
export async function settle(world: KilledCounter, counter: JsonLinesCounter): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    await resume(world, counter);
    const { recharges } = await counter.ask('recharge.recent', { limit: 200 });
    const { unsent, questions } = await counter.ask('state.get', {});
    const printed = recharges.every(({ print }) => print?.state === 'confirmed');
    if (printed && unsent.count === 0 && questions.length === 0) return;
    await wait(100);
  }
  throw new Error(`did not settle: ${JSON.stringify(counter.state())}`);
}

/** Journal at rest, paper and head end beside each other; every promise that was broken, in words. */
export async function disagreements({ office, printer, asked }: KilledCounter): Promise<string[]> {
  const broken: string[] = [];
  const recharges = rechargesOfJournal(office.dataFolder);
  if (recharges.join() !== asked.join()) broken.push('the journal holds other recharges than were asked for');
  const papers = papersOfJournal(office.dataFolder, widthDots);
  const known = printer.slips.map((slip) => paperOfSlip(slip, papers));
  if (known.includes(null)) broken.push('a slip that no row knows');
  broken.push(...printer.protocolFaults.map(String));
  const unmarked = printer.slips
    .map((slip, index) => ({ slip, paper: known[index] }))
    .filter(({ slip, paper }) => slip.end === 'cut' && paper?.copy === 0)
    .map(({ paper }) => paper?.receiptNumber);
  if (new Set(unmarked).size !== unmarked.length) broken.push('two unmarked slips of one receipt');
  const onPaper = new Set(known.map((paper) => paper?.receiptNumber));
  if (onPaper.size !== asked.length) broken.push(`${onPaper.size} receipts on paper of ${asked.length}`);
  const ledger = await headEndLedger(office.headEnd);
  if (ledger.map(({ uid }) => uid).join() !== recharges.join())
    broken.push('the head end credited something else');
  return broken;
}
