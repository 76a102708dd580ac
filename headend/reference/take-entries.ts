import type { Answer } from '../../counter/journal/answer.ts';
import type { ReceivedEntry } from '../batch.ts';
import type { SignedText } from '../schemas.ts';
import { signAnswerLater, type CorePorts } from './core.ts';
import { answerEntry, laterAnswer, type GivenAnswer, type Place, type Taken } from './first-answer.ts';
import { linkFault, loadLinks, noteAsked, settledBy, type MoneyLinks } from './money-links.ts';
import type { ReadBody } from './read-entry.ts';
import type { AnswerRow, SettledRow, StoreTransaction } from './store.ts';

/** An entry about which an answer is due. */
export interface Arrival {
  readonly place: Place;
  readonly entry: ReceivedEntry;
  readonly body: ReadBody;
  readonly uidSeen: boolean;
  /** An answer that was given before, in whatever way: it stands. */
  readonly given: GivenAnswer | null;
  /** Turns that were given before this one. */
  readonly turns: number;
  readonly credited: boolean;
}

/** What is to be written: an answer for each arrival, and what follows from them for other entries. */
export interface Decided {
  readonly taken: readonly Taken[];
  readonly settled: readonly SettledRow[];
  /** Later words about entries whose money an arrival disposes of. */
  readonly later: readonly LaterTurn[];
}

export interface LaterTurn {
  readonly epoch: number;
  readonly seq: number;
  readonly answer: GivenAnswer;
}

/** Decides about entries of one counter in their order; cancellations among them are netted first. */
export async function decideArrivals(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: string,
  arrivals: readonly Arrival[],
  keyEnrolled: boolean,
): Promise<Decided> {
  const links = await loadLinks(
    tx,
    counter,
    arrivals.map(({ body }) => body),
  );
  const cancelled = keyEnrolled ? cancelledAmong(arrivals) : new Set<string>();
  const taken: Promise<Taken>[] = [];
  const settled: SettledRow[] = [];
  const later: LaterTurn[] = [];
  for (const { place, entry, body, uidSeen, given, turns, credited } of arrivals) {
    const { seq } = entry;
    const link = linkFault(links, body);
    const isCancelled = cancelled.has(body.uid);
    const facts = { keyEnrolled, uidSeen, link, isCancelled, crediting: ports.crediting };
    const answer = given?.answer ?? (await answerEntry(ports, tx, { place, seq, body, facts, turns }));
    const signed = given?.signed ?? signAnswerLater(ports, answer);
    taken.push(takenWith({ place, entry, body, credited }, answer, signed));
    if (uidSeen) continue;
    const disposed = disposesOf(ports, links, body, answer);
    if (disposed.settled !== null) settled.push(disposed.settled);
    if (disposed.later !== null) later.push(disposed.later);
    noteAsked(links, { epoch: place.epoch, seq }, body, answer);
  }
  return { taken: await Promise.all(taken), settled, later };
}

async function takenWith(
  entry: Omit<Taken, 'answer'>,
  answer: Answer,
  signed: SignedText | Promise<SignedText>,
): Promise<Taken> {
  return { ...entry, answer: { answer, signed: await signed } };
}

/** Recharges whose cancellation comes behind them in the same delivery, about the same amount. */
function cancelledAmong(arrivals: readonly Arrival[]): ReadonlySet<string> {
  const sold = new Map<string, number>();
  const cancelled = new Set<string>();
  for (const { body, given, uidSeen } of arrivals) {
    if (uidSeen) continue;
    if (body.kind === 'recharge' && given === null) sold.set(body.uid, body.amountPaise);
    if (body.kind === 'cancellation' && sold.get(body.ref) === body.amountPaise) cancelled.add(body.ref);
  }
  return cancelled;
}

/** What an entry that stands does to the money it refers to. Parked ones and those of an unknown key do nothing. */
export function disposesOf(
  ports: CorePorts,
  links: MoneyLinks,
  body: ReadBody,
  { record, code }: Pick<Answer, 'record' | 'code'>,
): { readonly settled: SettledRow | null; readonly later: LaterTurn | null } {
  const row = record === 'recorded' && code !== 'unknown-key' ? settledBy(links, body) : null;
  if (row === null) return { settled: null, later: null };
  const asked = links.asked.get(row.settled);
  const isNew = !links.settled.has(row.settled);
  if (isNew) links.settled.set(row.settled, row);
  const settled = isNew ? row : null;
  if (asked?.answer.credit !== 'pending') return { settled, later: null };
  // Its money goes another way, so that it must never be credited itself.
  const answer = lastWord(ports, asked.answer, row.how);
  links.asked.set(asked.uid, { ...asked, answer: answer.answer });
  return { settled, later: { epoch: asked.epoch, seq: asked.seq, answer } };
}

function lastWord(ports: CorePorts, before: Answer, how: SettledRow['how']): GivenAnswer {
  switch (how) {
    case 'cancelled':
      return laterAnswer(ports, before, 'none', 'cancelled');
    case 'matched':
      return laterAnswer(ports, before, 'rejected', 'matched-elsewhere');
    // Only an answer that was given before a restore lets these stand on something pending: it was refused then.
    case 'moved':
    case 'resubmitted':
    case 'refunded':
      return laterAnswer(ports, before, 'rejected', 'decided-by-office');
  }
}

/** Rows of the log of results, numbered on from `after`. */
export function laterRows(counter: string, later: readonly LaterTurn[], after: number): AnswerRow[] {
  return later.map(({ epoch, seq, answer: { answer, signed } }, index) => ({
    counter,
    epoch,
    seq,
    turn: answer.turn,
    number: after + index + 1,
    ...signed,
    found: '',
  }));
}
