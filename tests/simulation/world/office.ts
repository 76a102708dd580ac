import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import { seededRandom } from '../../../build/consumers/seeded-random.ts';
import type { Entry, StoredEntry } from '../../../counter/journal/entry.ts';
import type { CounterIdentity } from '../../../headend/client.ts';
import type { Document } from '../../../printers/document.ts';
import { cashIsJournal, closeIsFold, ledgerBalances } from '../checks/books.ts';
import { oneOriginal, paperHasRow } from '../checks/paper.ts';
import { memoryStorage } from '../memory/memory-storage.ts';
import { ed25519Signatures } from '../sqlite/real-signatures.ts';
import { sqliteStorage } from '../sqlite/sqlite-storage.ts';
import type { Drawer } from './cashier.ts';
import { cheapSignatures, type SignatureScheme } from './cheap-signer.ts';
import { counterPc, type CounterPc } from './counter-pc.ts';
import { simHeadEnd, type SimHeadEnd } from './head-end.ts';
import { network, type Network } from './network.ts';
import type { House, Level } from './house.ts';
import { entryOnSlip } from './receipt-slip.ts';
import type { SeatStorage } from './seat-storage.ts';
import type { DayTally } from './service-acts.ts';
import { Breach, story, type Story, worldBeginsAt } from './story.ts';
import { type Swarm, swarmOf } from './swarm.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';
import type { Wiring } from './wiring.ts';

/** One counter of the office, with everything that belongs to it. */
export interface Seat {
  readonly pc: CounterPc;
  readonly storage: SeatStorage;
  readonly drawer: Drawer;
  /** Set when an operator lost both copies of what came after an image: a fork is then to be expected. */
  isClone: boolean;
}

/** A division office in one seed's world: its counters, its head end and the line between them. */
export interface Office {
  readonly seed: number;
  readonly level: Level;
  readonly signatures: SignatureScheme;
  readonly swarm: Swarm;
  readonly random: SeededRandom;
  readonly time: VirtualTime;
  readonly story: Story;
  readonly wiring: Wiring;
  readonly headEnd: SimHeadEnd;
  readonly net: Network;
  readonly seats: readonly Seat[];
  /** The first thing that broke; nothing goes on after it. */
  readonly breach: Breach | null;
  report(invariant: string, what: string | null): void;
  isCalm: boolean;
  sales: number;
}

export async function openOffice(seed: number, { profile, level, wiring }: House): Promise<Office> {
  const random = seededRandom(Math.imul(seed, 0x9e37_79b1));
  const swarm = swarmOf(random, profile);
  const time = virtualTime();
  const told = story(time.now);
  const signatures = level === 'sqlite' ? ed25519Signatures : cheapSignatures;
  const headEnd = simHeadEnd({ time, random, signatures, wiring, serverId: 'he-patna' });
  const otherTenant = simHeadEnd({ time, random, signatures, wiring, serverId: 'he-gaya' });
  const net = network({ time, random, rates: swarm.rates, headEnd, otherTenant, tell: told.tell });
  const seats: Seat[] = [];
  let breach: Breach | null = null;
  const office: Office = {
    seed,
    level,
    signatures,
    swarm,
    random,
    time,
    story: told,
    wiring,
    headEnd,
    net,
    seats,
    get breach() {
      return breach;
    },
    report: (invariant, what) => {
      if (what === null || breach !== null) return;
      breach = new Breach(invariant, what);
      told.tell('BREACH', breach.message);
    },
    isCalm: false,
    sales: 0,
  };
  for (let number = 1; number <= swarm.counters; number += 1) seats.push(await seatOf(office, `C0${number}`));
  return office;
}

async function seatOf(office: Office, id: string): Promise<Seat> {
  const { random, swarm, time, headEnd, net, wiring, story: told } = office;
  const { signatures } = office;
  const enrolment = await headEnd.enrolCounter(id, signatures.signer(`device ${id}`).publicKey);
  const papers = new Map<string, Document[]>();
  const memory = new Map<string, DayTally>();
  const seat: { whole: Seat | null } = { whole: null };
  const common = {
    counter: id,
    random,
    time,
    rates: swarm.rates,
    identity: enrolment,
    recoveryKey: signatures.division.publicKey,
    register: async (recoveries: readonly StoredEntry[]) => {
      let identity: CounterIdentity | null = null;
      if (net.mood !== 'answers') return identity;
      for (const recovery of recoveries) identity = await headEnd.recoverCounter(recovery);
      return identity;
    },
    bornAt: worldBeginsAt,
    isCalm: () => office.isCalm,
    committed: (body: Entry, bodies: readonly Entry[]) => {
      checkEntry(office, id, body, bodies);
      countInMemory(memory, body);
    },
  };
  const storage =
    office.level === 'sqlite'
      ? await sqliteStorage(common)
      : memoryStorage({ ...common, signer: signatures.signer(`device ${id}`), signatures });
  const pc = counterPc({
    id,
    time,
    random,
    rates: swarm.rates,
    storage,
    network: net,
    signatures,
    wiring,
    onPaper: (document) => {
      // Who lost both copies has lost the knowledge of what is on paper.
      if (seat.whole?.isClone !== true) checkPaper(office, storage, papers, document);
    },
    tell: (what) => told.tell(id, what),
    memoryTotals: (of, fold) =>
      wiring.totals(fold, memory.get(of) ?? { ...fold, recharges: 0, takingsPaise: 0 }),
    forgetTotals: () => memory.clear(),
  });
  const whole: Seat = { pc, storage, drawer: { paise: 0, vaultPaise: 0 }, isClone: false };
  seat.whole = whole;
  return whole;
}

/** I2 and I9 hold for each entry as it is written, and I1 for each shift as it is closed. */
function checkEntry(office: Office, id: string, body: Entry, bodies: readonly Entry[]): void {
  const named = (what: string | null): string | null => (what === null ? null : `${id}: ${what}`);
  office.report('I2', named(ledgerBalances(body)));
  if (body.kind !== 'shift closed' && body.kind !== 'day closed') return;
  office.report('I9', named(closeIsFold(bodies.slice(0, body.seq - 1), body)));
  if (body.kind === 'day closed') return;
  const { countedPaise, expectedPaise: journalPaise } = body;
  office.report('I1', named(cashIsJournal({ countedPaise, journalPaise })));
}

function countInMemory(memory: Map<string, DayTally>, body: Entry): void {
  if (body.kind !== 'recharge') return;
  for (const part of [body.shift, body.day]) {
    const before = memory.get(part ?? '');
    const recharges = (before?.recharges ?? 0) + 1;
    const takingsPaise = (before?.takingsPaise ?? 0) + body.amountPaise;
    const number = body.receiptNumber;
    memory.set(part ?? '', {
      cashPaise: 0,
      recharges,
      takingsPaise,
      cancellations: 0,
      cancelledPaise: 0,
      firstReceipt: before?.firstReceipt ?? number,
      lastReceipt: number,
    });
  }
}

/** I5 and I6 are asked before the first dot of each slip. */
function checkPaper(
  office: Office,
  storage: SeatStorage,
  papers: Map<string, Document[]>,
  document: Document,
): void {
  const entry = entryOnSlip(document);
  const seq = storage.seqOf(entry);
  const secondCopy = storage.secondCopyOf(seq);
  office.report('I5', paperHasRow({ entry, isDurable: seq > 0, secondCopy }));
  const known = papers.get(entry) ?? [];
  known.push(document);
  papers.set(entry, known);
  office.report('I6', oneOriginal(entry, known));
}
