import type { z } from 'zod';
import type { Answer } from '../../counter/journal/answer.ts';
import { answerHash } from '../../counter/journal/chain.ts';
import { readJson } from '../read-json.ts';
import {
  answerSchema,
  type heldAnswersReplySchema,
  type HeldAnswersRequest,
  type SignedText,
} from '../schemas.ts';
import { refuse, type CorePorts } from './core.ts';
import { creditOf } from './first-answer.ts';
import { loadLinks } from './money-links.ts';
import type { Standing } from './read-counter.ts';
import { readBody } from './read-entry.ts';
import type { AnswerRow, CounterRow, EntryRow, StoreTransaction } from './store.ts';
import { disposesOf, laterRows } from './take-entries.ts';

type Reply = z.infer<typeof heldAnswersReplySchema>;
type Taken = 'recorded' | 'known' | 'contradicting' | 'strange';

/**
 * A counter gives back the later words that it holds about entries which are on record: where this head
 * end was restored from a backup it has lost them, and must not decide anew. Its own signature proves each.
 */
export async function takeHeldAnswers(
  ports: CorePorts,
  counterId: string,
  request: HeldAnswersRequest,
  standing: Standing = { kind: 'current' },
): Promise<Reply> {
  const outcome = await ports.store.transaction(async (tx) => {
    let counter = await tx.lockCounter(counterId);
    if (counter === null) return refuse('unknown-counter', 404, 'This counter is not enrolled here');
    const serverEpoch = await tx.serverEpoch();
    if (request.serverEpoch !== serverEpoch) {
      const expectedSeq = counter.ackedSeq + 1;
      return refuse('gap', 409, 'This head end was restored since its state was read', { expectedSeq });
    }
    const counts = { recorded: 0, known: 0, contradicting: 0, strange: 0 };
    for (const signed of request.answers) {
      const { taken, answerCount } = await takeOne(ports, tx, counter, signed);
      counts[taken] += 1;
      counter = { ...counter, answerCount };
    }
    const isAll = request.rest === 'none' && standing.kind === 'current';
    await tx.updateCounter(isAll ? { ...counter, heardIn: serverEpoch } : counter);
    return { serverId: ports.serverId, serverEpoch, ...counts };
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

async function takeOne(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  signed: SignedText,
): Promise<{ readonly taken: Taken; readonly answerCount: number }> {
  const { answerCount } = counter;
  const parsed = answerSchema.safeParse(readJson(signed.text));
  const isOurs =
    parsed.success &&
    parsed.data.counter === counter.counter &&
    ports.verify(answerHash(ports.sha256, signed.text), signed.signature, ports.publicKey);
  if (!isOurs) return { taken: 'strange', answerCount };
  const answer = parsed.data;
  const about = await onRecord(tx, answer);
  if (about === null) return { taken: 'strange', answerCount };
  const latest = answerSchema.parse(readJson(about.answer.text));
  if (latest.credit !== 'pending' || answer.turn <= latest.turn) {
    return { taken: agrees(latest, answer) ? 'known' : 'contradicting', answerCount };
  }
  return { taken: 'recorded', answerCount: await record(ports, tx, counter, about.entry, answer, signed) };
}

/** A word that says less than the latest one takes nothing back. */
function agrees(latest: Answer, held: Answer): boolean {
  return held.credit === 'pending' || (held.credit === latest.credit && held.reference === latest.reference);
}

/** The entry that an answer is about, in the chain or beside it; another one may have its number. */
async function onRecord(
  tx: StoreTransaction,
  { counter, epoch, seq, uid }: Answer,
): Promise<{ readonly entry: EntryRow; readonly answer: AnswerRow } | null> {
  const inChain = (await tx.latestAnswers(counter, epoch, seq, seq)).get(seq);
  const beside = await tx.foundAnswers(counter, epoch, seq, seq);
  for (const answer of [...(inChain === undefined ? [] : [inChain]), ...beside.values()]) {
    const entry = await tx.entry(counter, epoch, seq, answer.found);
    if (entry !== null && entry.uid === uid && uid !== '') return { entry, answer };
  }
  return null;
}

/** Gives back how many answers were made for this counter then. */
async function record(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  { epoch, seq, body: text, hash, found }: EntryRow,
  answer: Answer,
  signed: SignedText,
): Promise<number> {
  const place = { counter: counter.counter, epoch };
  const entry = { seq, body: text, hash, prevHash: '' };
  const body = readBody(place, entry);
  const number = counter.answerCount + 1;
  await tx.insertAnswers([{ ...place, seq, found, turn: answer.turn, number, ...signed }]);
  const credit = creditOf({ place, entry, body, answer: { answer, signed }, credited: false }, found);
  if (credit !== null) await tx.insertCredits([credit]);
  if (found !== '') return number;
  const links = await loadLinks(tx, counter.counter, [body]);
  const { settled, later } = disposesOf(ports, links, body, answer);
  if (settled !== null) await tx.insertSettled([settled]);
  if (later === null) return number;
  await tx.insertAnswers(laterRows(counter.counter, [later], number));
  return number + 1;
}
