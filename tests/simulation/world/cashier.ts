import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import { uuidv7 } from '../../../counter/ids.ts';
import type { CounterPc } from './counter-pc.ts';
import { entryOnSlip } from './receipt-slip.ts';
import type { PaperSlip } from './paper-printer.ts';
import {
  type ActReply,
  answerDoubt,
  confirmClock,
  furtherCopy,
  openQuestions,
  recordSale,
  type SaleAsked,
} from './service-acts.ts';
import type { CounterService } from './counter-service.ts';
import { Breach } from './story.ts';
import type { Swarm } from './swarm.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Wiring } from './wiring.ts';

/** The drawer of a counter, as a hand could count it. */
export interface Drawer {
  /** What lies in it now. */
  paise: number;
  /** What the closes of earlier shifts took out of it into the vault, floats left aside. */
  vaultPaise: number;
}

export interface CashierPorts {
  readonly pc: CounterPc;
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly swarm: Swarm;
  readonly wiring: Wiring;
  readonly drawer: Drawer;
  readonly tell: (what: string) => void;
}

/** Tries of one thing before a person gives up; generous, for the faults pause. */
const patience = 60;

/** One uid for one intent, however often it has to be asked. */
export async function insist(
  ports: CashierPorts,
  what: string,
  act: (service: CounterService, uid: string) => Promise<ActReply>,
  enough: readonly string[],
): Promise<'done' | 'was-so'> {
  const { pc, time } = ports;
  const uid = freshUid(ports);
  for (let tries = 0; tries < patience; tries += 1) {
    const reply = await pc.ask((service) => act(service, uid));
    if (reply !== 'away' && reply.kind === 'done') {
      ports.tell(what);
      return 'done';
    }
    if (reply !== 'away' && reply.kind === 'refused') {
      if (enough.includes(reply.code)) return 'was-so';
      await helpWith(ports, reply.code);
    }
    await time.sleep(3_000);
  }
  throw new Breach('I10', `${pc.id}: nobody manages what the cashier tries: ${what}`);
}

/** What a person does about a refusal. */
async function helpWith(ports: CashierPorts, code: string): Promise<void> {
  const { pc } = ports;
  switch (code) {
    case 'SHIFT_HAS_OPEN_PRINTS':
      // A disk that refused a step left its slip hanging: only a new start asks about it.
      if (pc.service?.isLocked() === true) return pc.restart();
      return answerDoubts(ports);
    case 'clock-behind':
    case 'clock-jumped': {
      const uid = freshUid(ports);
      ports.tell('has the supervisor vouch for the clock');
      await pc.ask((service) => confirmClock(service.acts, uid));
      return;
    }
    default:
      // A disk that failed locks the program until somebody starts it anew.
      if (pc.service?.isLocked() === true) pc.restart();
  }
}

function freshUid({ pc, random, wiring }: CashierPorts): string {
  const uid = uuidv7(pc.wallMs(), (length) => Uint8Array.from({ length }, () => random.whole(0, 255)));
  return wiring.newUid(uid, pc.wallMs());
}

const consumers = [
  '100000001',
  '100000002',
  '100000003',
  '200000001',
  '200000002',
  '900000001',
  '150000001',
  '160000001',
];

export async function sell(ports: CashierPorts): Promise<void> {
  const { pc, random, swarm, drawer, wiring, time } = ports;
  const first: SaleAsked = {
    uid: freshUid(ports),
    consumer: random.pick(consumers),
    amountPaise: random.whole(1, 40) * 50_00,
  };
  let asked = first;
  const rupees = asked.amountPaise / 100;
  ports.tell(`takes ₹${rupees} from consumer ${asked.consumer}`);
  if (wiring.cash === 'when-asked') drawer.paise += asked.amountPaise;
  for (let tries = 0; tries < patience; tries += 1) {
    const sale = asked;
    const replies = [pc.ask((service) => recordSale(service.acts, sale))];
    if (random.chance(swarm.rates['double-click'] * 0.5)) {
      replies.push(pc.ask((service) => recordSale(service.acts, sale)));
    }
    const [reply = 'away' as const] = await Promise.all(replies);
    if (reply !== 'away' && reply.kind === 'done') {
      if (wiring.cash === 'when-recorded') drawer.paise += asked.amountPaise;
      return ports.tell(`reads "recorded" for ₹${rupees}`);
    }
    if (reply !== 'away' && reply.kind === 'refused') {
      const isOver =
        random.chance(0.3) || reply.code === 'CASH_CAP_OF_DAY' || reply.code === 'SHIFT_NOT_OPEN';
      await helpWith(ports, reply.code);
      if (isOver && (await isRecorded(ports, asked)) === 'no') {
        return ports.tell(`gives ₹${rupees} back: ${reply.code}`);
      }
    }
    // Away or unknown: the screen kept the uid, and asks again by it.
    await time.sleep(2_000);
    if (wiring.retry === 'new-uid') asked = { ...asked, uid: freshUid(ports) };
  }
  throw new Breach('I10', `${pc.id}: a sale is neither recorded nor refused`);
}

/** A refusal is believed only once the journal says that the uid is not there. */
async function isRecorded({ pc, time }: CashierPorts, { uid }: SaleAsked): Promise<'yes' | 'no'> {
  for (let tries = 0; tries < patience; tries += 1) {
    const found = await pc.ask(async ({ journal }) => (journal.entryByUid(uid) === null ? 'no' : 'yes'));
    if (found !== 'away') return found;
    await time.sleep(1_000);
  }
  return 'no';
}

/** Looks at the paper for every slip that the program asks about, and ends the wait for one that hangs. */
export async function answerDoubts(ports: CashierPorts): Promise<void> {
  const { pc, time } = ports;
  if (!pc.printer.isWorking()) {
    await time.sleep(2_000);
    pc.printer.repair();
    await time.sleep(1_000);
  }
  const slips = await pc.ask(async ({ journal }) => openQuestions(journal));
  if (slips === 'away') return;
  for (const slip of slips) {
    if (slip.state !== 'uncertain') continue;
    const onPaper = isOnPaper(pc.printer.paper, slip.entry, slip.copy) ? 'yes' : 'no';
    const reply = await pc.ask(async (service) => {
      const now = service.journal.slip(slip.id);
      return now === null ? null : answerDoubt(service.acts, now, onPaper);
    });
    if (reply !== 'away' && reply?.kind === 'refused') await helpWith(ports, reply.code);
    ports.tell(`looks at a slip: ${onPaper === 'yes' ? 'it is there' : 'it is not there'}`);
  }
}

export function isOnPaper(paper: readonly PaperSlip[], entry: string, copy: number): boolean {
  return paper.some(({ document, state }) => {
    const isCopy = document.copy.kind === 'original' ? copy === 0 : document.copy.n === copy;
    return state === 'whole' && isCopy && entryOnSlip(document) === entry;
  });
}

export async function askForCopy(ports: CashierPorts): Promise<void> {
  const { pc, random } = ports;
  const uid = freshUid(ports);
  const shown = pc.printer.paper;
  if (shown.length === 0) return;
  const entry = entryOnSlip(random.pick(shown).document);
  await pc.ask((service) => furtherCopy(service.acts, uid, entry, 'consumer-asks', null));
}
