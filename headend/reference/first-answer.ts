import { isConsumerNumber } from '../../counter/consumer/consumer.ts';
import type { Answer } from '../../counter/journal/answer.ts';
import { answerHash } from '../../counter/journal/chain.ts';
import type { ReceivedBatch, ReceivedEntry } from '../batch.ts';
import { readJson } from '../read-json.ts';
import { answerSchema, type SignedText } from '../schemas.ts';
import { answerCodes, type AnswerCode } from './answer-codes.ts';
import { referenceOf, signAnswer, type CorePorts } from './core.ts';
import { decideEntry, type Decision, type EntryFacts } from './decide.ts';
import { asksCredit, entryKindOf, readBody, type AsksCredit, type ReadBody } from './read-entry.ts';
import type { AnswerRow, CounterRow, CreditRow, EntryRow, StoreTransaction } from './store.ts';

export interface GivenAnswer {
  readonly answer: Answer;
  readonly signed: SignedText;
}

export interface Taken {
  readonly place: Place;
  readonly entry: ReceivedEntry;
  readonly body: ReadBody;
  readonly answer: GivenAnswer;
  /** Its money is credited already, or belongs to the entry that bore this uid first. */
  readonly credited: boolean;
}

export type Place = Pick<CounterRow, 'counter' | 'epoch'>;

/**
 * The same entry came before as found money, from the PC that died: what a person decided then stands;
 * else it is decided now, as a later turn, for it is in the chain after all.
 */
export function answerAsFound(row: AnswerRow | undefined): {
  readonly final: GivenAnswer | null;
  readonly turns: number;
} {
  if (row === undefined) return { final: null, turns: 0 };
  const answer = answerSchema.parse(readJson(row.text));
  const isFinal = answer.credit === 'applied' || answer.credit === 'rejected';
  const signed = { text: row.text, signature: row.signature };
  return { final: isFinal ? { answer, signed } : null, turns: answer.turn };
}

/**
 * Answers that the counter holds about entries that this head end does not have: it gave them itself
 * before it was restored from a backup. Its own signature proves it; anything else is not looked at.
 */
export function heldAnswers(
  ports: CorePorts,
  place: Place,
  batch: ReceivedBatch,
  firstNew: number,
): ReadonlyMap<number, GivenAnswer> {
  const held = new Map<number, GivenAnswer>();
  for (const signed of batch.answers) {
    const parsed = answerSchema.safeParse(readJson(signed.text));
    if (!parsed.success || parsed.data.seq < firstNew) continue;
    const answer = parsed.data;
    const isOurs = answer.counter === place.counter && answer.epoch === place.epoch;
    if (!isOurs || !ports.verify(answerHash(ports.sha256, signed.text), signed.signature, ports.publicKey))
      continue;
    const entry = batch.entries[answer.seq - batch.header.from];
    if (entry === undefined || readBody(batch.header, entry).uid !== answer.uid) continue;
    const other = held.get(answer.seq);
    if (other === undefined || other.answer.turn < answer.turn) held.set(answer.seq, { answer, signed });
  }
  return held;
}

/** What is asked about an entry whose answer is still to be given. */
export interface AskedAnswer {
  readonly place: Place;
  readonly seq: number;
  readonly body: ReadBody;
  readonly facts: Pick<EntryFacts, 'keyEnrolled' | 'uidSeen' | 'link' | 'isCancelled' | 'crediting'>;
  /** Turns that were given before this one. */
  readonly turns: number;
}

/** Decides, and mints the tokens that belong to the decision. */
export async function answerEntry(
  ports: CorePorts,
  tx: StoreTransaction,
  { place, seq, body, facts, turns }: AskedAnswer,
): Promise<Answer> {
  const consumer = asksCredit(body) ? ports.knownConsumer(body.consumer) : null;
  const decision = decideEntry(body, { ...facts, consumer, mintsTokens: ports.tokenIssuer !== null });
  const tokens =
    decision.token === 'mint' && asksCredit(body)
      ? await mintTokens(ports, tx, consumer?.meter ?? '', body.rechargePaise)
      : [];
  const code = decision.token === 'mint' && tokens.length === 0 ? 'token-follows' : decision.code;
  return answerOf(ports, place, seq, body, { ...decision, code }, { tokens, turn: turns + 1 });
}

export function answerOf(
  ports: CorePorts,
  { counter, epoch }: Place,
  seq: number,
  body: ReadBody,
  { record: kept, credit, code }: Pick<Decision, 'record' | 'credit' | 'code'>,
  { tokens, turn }: Pick<Answer, 'tokens' | 'turn'>,
): Answer {
  const { uid } = body;
  const credited = credit === 'applied' && asksCredit(body) ? creditedBy(body) : {};
  return {
    v: 1,
    counter,
    epoch,
    seq,
    uid,
    record: kept,
    credit,
    turn,
    code,
    text: code === null ? null : answerCodes[code],
    reference: credit === 'applied' ? referenceOf(ports, uid) : null,
    tokens,
    ...credited,
    decidedAt: ports.wallMs(),
  };
}

/** What an answer says of a credit: how much, and to whom. */
export function creditedBy({
  amountPaise,
  consumer,
}: Pick<AsksCredit, 'amountPaise' | 'consumer'>): Required<Pick<Answer, 'amountPaise' | 'consumer'>> {
  return { amountPaise, consumer };
}

/** A later word about an entry, which takes nothing back that was given. */
export function laterAnswer(
  ports: CorePorts,
  before: Answer,
  credit: 'none' | 'rejected',
  code: AnswerCode,
): GivenAnswer {
  const answer: Answer = {
    ...before,
    credit,
    turn: before.turn + 1,
    code,
    text: answerCodes[code],
    decidedAt: ports.wallMs(),
  };
  return { answer, signed: signAnswer(ports, answer) };
}

/** Tokens and the identifiers they used up stand or fall with the transaction that gives them. */
export async function mintTokens(
  ports: CorePorts,
  tx: StoreTransaction,
  meter: string,
  amountPaise: number,
): Promise<readonly string[]> {
  if (ports.tokenIssuer === null) return [];
  const used = await tx.tokenIdsOf(meter);
  const minted = ports.tokenIssuer.issue({ meter, amountPaise, at: ports.wallMs(), used });
  if (minted === null) return [];
  await tx.insertTokenIds(meter, minted.tokenIds);
  return minted.tokens;
}

/** `found`: beside the chain, each under its own hash. */
export function rowsOf(
  counter: CounterRow,
  taken: readonly Taken[],
  arrivedAt: number,
  where: 'chain' | 'found',
): { entries: EntryRow[]; answers: AnswerRow[]; credits: CreditRow[] } {
  const place = { counter: counter.counter, epoch: counter.epoch };
  const foundAs = ({ hash }: ReceivedEntry) => (where === 'chain' ? '' : hash);
  const credits = taken.flatMap((each) => creditOf(each, foundAs(each.entry)) ?? []);
  return {
    entries: taken.map(({ entry, body }) => {
      const { seq, body: text, hash } = entry;
      const businessDate = asksCredit(body) ? body.businessDate : '';
      // What is no number of ours might be anything: only the body keeps it.
      const consumer = body.kind === 'recharge' && isConsumerNumber(body.consumer) ? body.consumer : '';
      const about = { uid: body.uid, kind: entryKindOf(body), businessDate, consumer };
      return { ...place, ...about, seq, body: text, hash, arrivedAt, found: foundAs(entry) };
    }),
    answers: taken.map(({ entry, answer }, index) => ({
      ...place,
      seq: entry.seq,
      turn: answer.answer.turn,
      number: counter.answerCount + index + 1,
      ...answer.signed,
      found: foundAs(entry),
    })),
    credits,
  };
}

/** The row of the ledger that an answer stands for; null where it credits nothing that is not there already. */
export function creditOf(
  { place, entry: { seq }, body, answer: { answer }, credited }: Taken,
  found: string,
): CreditRow | null {
  const { credit, reference, decidedAt: appliedAt } = answer;
  if (credit !== 'applied' || reference === null || !asksCredit(body) || credited) return null;
  // An answer given by an older head end does not name whom it credited.
  const { consumer = body.consumer, amountPaise = body.amountPaise } = answer;
  const { uid } = body;
  const { counter, epoch } = place;
  return { counter, epoch, seq, uid, consumer, amountPaise, reference, appliedAt, found };
}
