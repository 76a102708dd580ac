import type { Answer } from '../../counter/journal/answer.ts';
import { type Entry, movesMoney } from '../../counter/journal/entry.ts';
import { kolkataDate } from '../../counter/time.ts';
import { assert } from '../../counter/result.ts';
import { sha256Hex } from '../../db/crypto.ts';
import type { EntryRow, StoreBackup } from '../../headend/reference/store.ts';
import { cashIsJournal, chainProves, closeIsFold, ledgerBalances } from './checks/books.ts';
import {
  acknowledgedIsTrue,
  answersArrived,
  creditedOnce,
  forkIsSeen,
  headEndHasAll,
  type HeadEndHas,
} from './checks/head-end.ts';
import { eachRupeeOnce, tiesOut } from './checks/money.ts';
import { nothingLeftToPrint } from './checks/paper.ts';
import { answerDoubts } from './world/cashier.ts';
import { workDay } from './world/work-day.ts';
import { type House, soundHouse } from './world/house.ts';
import { type Office, openOffice, type Seat } from './world/office.ts';
import type { Evidence } from './world/seat-storage.ts';
import { Breach, type Story, worldBeginsAt } from './world/story.ts';
import { describeSwarm } from './world/swarm.ts';
import { beginTroubles, night } from './world/troubles.ts';

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

const dayMs = 86_400_000;
const datesOff = 25;
/** When all faults have stopped, everything is sent and printed within this. */
const calmMs = 1_200_000;
/** Answers that came later are asked for at least this often. */
const resultsMs = 130_000;

/** Lives one office through its days, ends every fault, and looks whether all invariants held. */
export async function simulate(seed: number, house: Partial<House> = {}): Promise<Outcome> {
  const office = await openOffice(seed, { ...soundHouse, ...house });
  for (let day = 0; day < office.swarm.days && office.breach === null; day += 1) await liveDay(office, day);
  if (office.breach === null) await calmDown(office);
  if (office.breach === null) await checkAll(office);
  for (const seat of office.seats) await seat.storage.remove();
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
): Promise<{ readonly journal: Evidence; readonly has: HeadEndHas }> {
  const office = await openOffice(seed, soundHouse);
  for (let day = 0; day < office.swarm.days; day += 1) await liveDay(office, day);
  await calmDown(office);
  const [seat] = office.seats;
  assert(seat !== undefined, 'an office has a counter');
  return {
    journal: await seat.storage.evidence(),
    has: partOf(await office.headEnd.store.backup(), seat.pc.id),
  };
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
  office.report(error.invariant, error.what);
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
    seat.storage.putStickBack();
    const mended = await seat.storage.scrub();
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
      // A restored counter shows its recovery again at each start: the head end may have forgotten it.
      if (seat.storage.isRestored()) pc.restart();
      else await pc.ask(async (service) => service.driver.sendNow());
    }
  }
}

/** What still keeps a counter from rest; null when all of its entries are sent and its slips printed. */
function unrest({ pc, isClone }: Seat): string | null {
  const { service } = pc;
  if (service === null) return `${pc.id} does not work: it is ${pc.state}`;
  const snapshot = service.driver.snapshot();
  // An old image may hold a turned bit, and a clone's stick holds nothing to mend it by.
  const slips = isClone ? null : nothingLeftToPrint(service.journal.openSlips());
  if (slips !== null) return `${pc.id}: ${slips}`;
  if (isClone && snapshot.link === 'frozen') return null;
  const last = service.journal.outbox.position().lastSeq;
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
  office.report('I4', creditedOnce({ entries: chainRows(backup), credits: backup.credits }));
  for (const seat of seats) {
    const evidence = await seat.storage.evidence();
    checkSeat(office, seat, evidence, backup, frozen.has(seat.pc.id));
    if (!seat.isClone) await checkMoney(office, seat, evidence, backup);
  }
  story.tell('office', `has sold ${office.sales} recharges`);
}

function checkSeat(
  office: Office,
  { pc, drawer, isClone }: Seat,
  journal: Evidence,
  backup: StoreBackup,
  isFrozenThere: boolean,
): void {
  const { entries, bodies } = journal;
  const tools = { sha256: sha256Hex, verify: office.signatures.verify };
  const has = partOf(backup, pc.id);
  const isFrozen = isFrozenThere || pc.service?.driver.snapshot().link === 'frozen';
  const report = (invariant: string, what: string | null): void =>
    office.report(invariant, what === null ? null : `${pc.id}: ${what}`);
  // A bit that turned over before the one good copy was lost is beyond every promise.
  if (!isClone) report('I8', chainProves(pc.id, entries, tools));
  for (const body of bodies) {
    report('I2', ledgerBalances(body));
    report('I9', closeIsFold(bodies.slice(0, body.seq - 1), body));
  }
  report('I7', acknowledgedIsTrue(journal.acknowledgements, office.headEnd.acknowledged));
  report('I11', forkIsSeen({ counter: pc.id, journal: entries, entries: has.entries, isFrozen }));
  office.sales += bodies.filter(({ kind }) => movesMoney(kind)).length;
  if (isClone) return;
  report('I3', headEndHasAll(entries, has));
  report('I10', answersArrived(entries, journal.latestAnswer, has));
  const countedPaise = drawer.paise + drawer.vaultPaise;
  const journalPaise = bodies.reduce((sum, body) => sum + cashOf(body), 0);
  report('I1', cashIsJournal({ countedPaise, journalPaise }));
}

/** What an entry brings into the drawers, floats aside. */
function cashOf(body: Entry): number {
  if (body.kind === 'recharge') return body.amountPaise;
  return body.kind === 'refund' || body.kind === 'cancellation' ? -body.amountPaise : 0;
}

async function checkMoney(
  { headEnd, report, time }: Office,
  { pc }: Seat,
  { chains }: Evidence,
  backup: StoreBackup,
): Promise<void> {
  const credits = backup.credits.filter(({ counter, found }) => counter === pc.id && found === '');
  const named = (what: string | null): string | null => (what === null ? null : `${pc.id}: ${what}`);
  // A clock that jumped may have dated a day some days off.
  const from = kolkataDate(worldBeginsAt - datesOff * dayMs);
  const to = kolkataDate(worldBeginsAt + time.now() + datesOff * dayMs);
  const statement = await headEnd.statement(pc.id, from, to);
  report('I13', named(eachRupeeOnce(chains, credits)));
  report('I14', named(tiesOut(chains, credits, statement)));
}

/** What a dead PC had sent and the network held up is kept beside the chain, as found money. */
function chainRows({ entries }: Pick<StoreBackup, 'entries'>): readonly EntryRow[] {
  return entries.filter(({ found }) => found === '');
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
    entries: chainRows({ entries }).filter((row) => row.counter === counter),
    credits: credits.filter((row) => row.counter === counter),
    answers: latest,
  };
}
