import type { Answer } from '../../counter/journal/answer.ts';
import { answerHash } from '../../counter/journal/chain.ts';
import type { ReceivedBatch, ReceivedEntry } from '../batch.ts';
import { readJson } from '../read-json.ts';
import { answerSchema, type SignedText } from '../schemas.ts';
import { answerCodes } from './answer-codes.ts';
import { referenceOf, signAnswer, type CorePorts } from './core.ts';
import { decideEntry, readBody, type Decision, type ReadBody } from './decide.ts';
import type { AnswerRow, CounterRow, CreditRow, EntryRow, StoreTransaction } from './store.ts';

export interface GivenAnswer {
  readonly answer: Answer;
  readonly signed: SignedText;
}

export interface Taken {
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

export async function answerFirst(
  ports: CorePorts,
  tx: StoreTransaction,
  place: Place,
  entry: ReceivedEntry,
  body: ReadBody,
  facts: { readonly keyEnrolled: boolean; readonly uidSeen: boolean },
  turnsBefore: number,
): Promise<GivenAnswer> {
  const consumer = body.kind === 'recharge' ? ports.knownConsumer(body.consumer) : null;
  const decision = decideEntry(body, { ...facts, consumer, mintsTokens: ports.tokenIssuer !== null });
  const tokens =
    decision.token === 'mint' && body.kind === 'recharge'
      ? await mintTokens(ports, tx, consumer?.meter ?? '', body.rechargePaise)
      : [];
  const code = decision.token === 'mint' && tokens.length === 0 ? 'token-follows' : decision.code;
  const first = firstAnswer(ports, place, entry.seq, body, { ...decision, code }, tokens);
  const answer = { ...first, turn: turnsBefore + 1 };
  return { answer, signed: signAnswer(ports, answer) };
}

export function firstAnswer(
  ports: CorePorts,
  { counter, epoch }: Place,
  seq: number,
  { uid }: ReadBody,
  { record: kept, credit, code }: Decision,
  tokens: readonly string[],
): Answer {
  return {
    v: 1,
    counter,
    epoch,
    seq,
    uid,
    record: kept,
    credit,
    turn: 1,
    code,
    text: code === null ? null : answerCodes[code],
    reference: credit === 'applied' ? referenceOf(ports, uid) : null,
    tokens,
    decidedAt: ports.wallMs(),
  };
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
  const credits: CreditRow[] = [];
  for (const { entry, body, answer, credited } of taken) {
    const { credit, reference, decidedAt } = answer.answer;
    if (credit !== 'applied' || reference === null || body.kind !== 'recharge' || credited) continue;
    const { uid, consumer, amountPaise } = body;
    const found = foundAs(entry);
    credits.push({
      ...place,
      seq: entry.seq,
      uid,
      consumer,
      amountPaise,
      reference,
      appliedAt: decidedAt,
      found,
    });
  }
  return {
    entries: taken.map(({ entry, body }) => {
      const kind = body.kind === 'recharge' ? 'recharge' : body.entryKind;
      const { seq, body: text, hash } = entry;
      return { ...place, seq, uid: body.uid, kind, body: text, hash, arrivedAt, found: foundAs(entry) };
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
