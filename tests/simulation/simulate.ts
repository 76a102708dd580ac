import type { Answer } from '../../counter/journal/answer.ts';
import { movesMoney } from '../../counter/journal/entry.ts';
import { assert } from '../../counter/result.ts';
import { sha256Hex } from '../../db/crypto.ts';
import type { StoreBackup } from '../../headend/reference/store.ts';
import { cashIsJournal, chainProves } from './checks/books.ts';
import {
  acknowledgedIsTrue,
  answersArrived,
  creditedOnce,
  forkIsSeen,
  headEndHasAll,
  type HeadEndHas,
} from './checks/head-end.ts';
import { nothingLeftToPrint } from './checks/paper.ts';
import type { MemoryDisk } from './memory/disk.ts';
import { openSlips } from './memory/memory-slips.ts';
import { latestAnswerIn } from './memory/memory-outbox.ts';
import { answerDoubts, workDay } from './world/cashier.ts';
import { cheapSignatures } from './world/cheap-signer.ts';
import { type Office, openOffice, type Seat } from './world/office.ts';
import { Breach, type Story } from './world/story.ts';
import { describeSwarm, type SwarmProfile } from './world/swarm.ts';
import { beginTroubles, night } from './world/troubles.ts';
import { soundWiring, type Wiring } from './world/wiring.ts';

/** What one seed came to. */
export interface Outcome {
  readonly seed: number;
  /** SHA-256 over every event in order: the same for the same seed, always. */
  readonly hash: string;
  readonly breach: Breach | null;
  readonly swarm: string;
  readonly sales: number;
  readonly events: number;
  readonly story: Story;
}

/** `memory`: journals in memory and a cheap signer. `sqlite`: real files of db/ and real Ed25519. */
export const levels = ['memory', 'sqlite'] as const;
export type Level = (typeof levels)[number];

export interface House {
  readonly profile: SwarmProfile;
  readonly level: Level;
  readonly wiring: Wiring;
}

const soundHouse: House = { profile: 'small', level: 'memory', wiring: soundWiring };

const dayMs = 86_400_000;
/** When all faults have stopped, everything is sent and printed within this. */
const calmMs = 1_200_000;
/** Answers that came later are asked for at least this often. */
const resultsMs = 130_000;

/** Lives one office through its days, ends every fault, and looks whether all invariants held. */
export async function simulate(seed: number, house: Partial<House> = {}): Promise<Outcome> {
  const { profile, wiring } = { ...soundHouse, ...house };
  const office = await openOffice(seed, profile, wiring);
  for (let day = 0; day < office.swarm.days && office.breach === null; day += 1) await liveDay(office, day);
  if (office.breach === null) await calmDown(office);
  if (office.breach === null) await checkAll(office);
  return {
    seed,
    hash: office.story.hash(),
    breach: office.breach,
    swarm: describeSwarm(office.swarm),
    sales: office.sales,
    events: office.story.length(),
    story: office.story,
  };
}

/** Disk of the first counter of an office that lived a seed, and what the head end has of it. */
export async function livedOffice(
  seed: number,
): Promise<{ readonly disk: MemoryDisk; readonly has: HeadEndHas }> {
  const office = await openOffice(seed, 'small', soundWiring);
  for (let day = 0; day < office.swarm.days; day += 1) await liveDay(office, day);
  await calmDown(office);
  const [seat] = office.seats;
  assert(seat !== undefined, 'an office has a counter');
  return { disk: seat.storage.disk, has: partOf(await office.headEnd.store.backup(), seat.pc.id) };
}

async function liveDay(office: Office, day: number): Promise<void> {
  const { seats, time, story } = office;
  let working = seats.length;
  const isOver = (): boolean => working === 0 || office.breach !== null;
  for (const seat of seats) {
    const { pc, drawer } = seat;
    const tell = (what: string): void => story.tell(pc.id, what);
    void workDay({ ...office, pc, drawer, tell })
      .catch((error: unknown) => note(office, error))
      .finally(() => (working -= 1));
  }
  beginTroubles(office, day, isOver);
  await time.runUntil((day + 1) * dayMs, isOver);
  if (!isOver()) office.report('I10', 'a working day does not come to its end');
  await time.runUntil((day + 1) * dayMs, () => office.breach !== null);
  for (const seat of seats) night(office, seat);
}

function note(office: Office, error: unknown): void {
  if (!(error instanceof Breach)) throw error;
  office.report(error.invariant, error.message);
}

/** Every fault ends. People come in once more, look at the papers, and wait. */
async function calmDown(office: Office): Promise<void> {
  const { net, seats, story, time } = office;
  story.tell('office', 'every fault has ended');
  office.isCalm = true;
  net.isCalm = true;
  net.mood = 'answers';
  const isDone = (): boolean => office.breach !== null || seats.every((seat) => unrest(seat) === null);
  for (const seat of seats) {
    seat.pc.calm();
    seat.pc.clockOffMs = 0;
    seat.pc.printer.repair();
    seat.storage.mirror.isThere = true;
    const mended = seat.storage.scrub();
    if (mended !== null) story.tell(seat.pc.id, mended);
    seat.pc.switchOn();
    void comeIn(office, seat, isDone).catch((error: unknown) => note(office, error));
  }
  await time.runUntil(time.now() + calmMs, isDone);
  for (const seat of seats) office.report('I10', unrest(seat));
  await time.runUntil(time.now() + resultsMs, () => office.breach !== null);
}

async function comeIn(office: Office, seat: Seat, isDone: () => boolean): Promise<void> {
  const { pc, drawer } = seat;
  const tell = (what: string): void => office.story.tell(pc.id, what);
  while (!isDone()) {
    await office.time.sleep(20_000);
    await answerDoubts({ ...office, pc, drawer, tell });
    if (pc.service?.isLocked() === true) pc.restart();
    if (pc.service?.driver.snapshot().link === 'frozen') {
      await pc.ask(async (service) => service.driver.sendNow());
    }
  }
}

/** What still keeps a counter from rest; null when all of its entries are sent and its slips printed. */
function unrest({ pc, storage, isClone }: Seat): string | null {
  const { service } = pc;
  if (service === null) return `${pc.id} does not work: it is ${pc.state}`;
  const snapshot = service.driver.snapshot();
  const slips = nothingLeftToPrint(openSlips(storage.disk));
  if (slips !== null) return `${pc.id}: ${slips}`;
  if (isClone && snapshot.link === 'frozen') return null;
  const last = storage.disk.entries.length;
  if (snapshot.link !== 'answering')
    return `${pc.id} finds the head end ${snapshot.link}: ${JSON.stringify(snapshot.lastError)}`;
  return snapshot.ackedSeq === last
    ? null
    : `${pc.id} has ${snapshot.ackedSeq} of ${last} entries acknowledged`;
}

async function checkAll(office: Office): Promise<void> {
  const { headEnd, seats, story } = office;
  const backup = await headEnd.store.backup();
  const frozen = new Set(backup.counters.filter((row) => row.frozen !== null).map((row) => row.counter));
  office.report('I4', creditedOnce({ entries: backup.entries, credits: backup.credits }));
  for (const seat of seats) checkSeat(office, seat, backup, frozen.has(seat.pc.id));
  story.tell('office', `has sold ${office.sales} recharges`);
}

function checkSeat(office: Office, seat: Seat, backup: StoreBackup, isFrozenThere: boolean): void {
  const { pc, storage, drawer, isClone } = seat;
  const { disk } = storage;
  const tools = { sha256: sha256Hex, verify: cheapSignatures.verify };
  const has = partOf(backup, pc.id);
  const isFrozen = isFrozenThere || pc.service?.driver.snapshot().link === 'frozen';
  const named = (what: string | null): string | null => (what === null ? null : `${pc.id}: ${what}`);
  office.report('I8', named(chainProves(pc.id, disk.entries, tools)));
  office.report('I7', named(acknowledgedIsTrue(disk.acknowledgements, office.headEnd.acknowledged)));
  office.report('I11', forkIsSeen({ counter: pc.id, journal: disk.entries, entries: has.entries, isFrozen }));
  if (isClone) return;
  office.report('I3', named(headEndHasAll(disk.entries, has)));
  office.report('I10', named(answersArrived(disk.entries, (seq) => latestAnswerIn(disk.answers, seq), has)));
  const countedPaise = drawer.paise + drawer.vaultPaise;
  const recharges = disk.bodies.filter(({ kind }) => movesMoney(kind));
  const journalPaise = recharges.reduce(
    (sum, body) => sum + (body.kind === 'recharge' ? body.amountPaise : 0),
    0,
  );
  office.report('I1', named(cashIsJournal({ countedPaise, journalPaise })));
}

/** What the head end has of one counter. */
function partOf({ entries, credits, answers }: StoreBackup, counter: string): HeadEndHas {
  const latest = new Map<number, Answer>();
  for (const row of answers) {
    if (row.counter !== counter) continue;
    const answer = JSON.parse(row.text) as Answer;
    if ((latest.get(row.seq)?.turn ?? 0) < answer.turn) latest.set(row.seq, answer);
  }
  return {
    entries: entries.filter((row) => row.counter === counter),
    credits: credits.filter((row) => row.counter === counter),
    answers: latest,
  };
}
