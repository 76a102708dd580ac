import { limits } from '../../counter/limits.ts';
import { readJson } from '../read-json.ts';
import { answerSchema } from '../schemas.ts';
import { refuse, type CorePorts } from './core.ts';
import { readBody } from './decide.ts';
import { answerFirst } from './first-answer.ts';
import type { AnswerRow, CounterRow, CreditRow, StoreTransaction } from './store.ts';

/**
 * An officer vouches for the key that a counter made when its old one was lost: from now on it signs, and
 * what was parked for it is decided. Returns how many entries that were.
 */
export async function enrolKey(
  ports: CorePorts,
  { counter: name, publicKey }: { readonly counter: string; readonly publicKey: string },
): Promise<{ readonly released: number }> {
  const outcome = await ports.store.transaction(async (tx) => {
    const counter = await tx.lockCounter(name);
    if (counter === null) return refuse('unknown-counter', 404, 'This counter is not enrolled here');
    return { released: await trustKey(ports, tx, { ...counter, signingKey: publicKey }) };
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

/** Writes the counter with its new key, and decides anew about everything that waited for it. */
export async function trustKey(ports: CorePorts, tx: StoreTransaction, counter: CounterRow): Promise<number> {
  let released = 0;
  for (let epoch = 1; epoch <= counter.epoch; epoch += 1) {
    for (let from = 1; from <= counter.ackedSeq; from += limits.batchEntriesMax) {
      const page = await tx.latestAnswers(counter.counter, epoch, from, from + limits.batchEntriesMax - 1);
      const parked = [...page.values()].filter(waitsForKey).toSorted((left, right) => left.seq - right.seq);
      for (const row of parked) {
        released += 1;
        await decideAnew(ports, tx, counter.counter, row, counter.answerCount + released);
      }
    }
  }
  await tx.updateCounter({ ...counter, answerCount: counter.answerCount + released });
  return released;
}

function waitsForKey({ text }: AnswerRow): boolean {
  const parsed = answerSchema.safeParse(readJson(text));
  return parsed.success && parsed.data.code === 'unknown-key' && parsed.data.credit === 'pending';
}

async function decideAnew(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: string,
  { epoch, seq, turn }: AnswerRow,
  number: number,
): Promise<void> {
  const stored = await tx.entry(counter, epoch, seq, '');
  if (stored === null) return;
  const place = { counter, epoch };
  const entry = { seq, body: stored.body, hash: stored.hash, prevHash: '' };
  const body = readBody(place, entry);
  const facts = { keyEnrolled: true, uidSeen: false };
  const { answer, signed } = await answerFirst(ports, tx, place, entry, body, facts, turn);
  await tx.insertAnswers([{ ...place, seq, turn: answer.turn, number, ...signed, found: '' }]);
  if (answer.credit !== 'applied' || answer.reference === null || body.kind !== 'recharge') return;
  const { uid, consumer, amountPaise } = body;
  const { reference, decidedAt: appliedAt } = answer;
  const credit: CreditRow = { ...place, seq, uid, consumer, amountPaise, reference, appliedAt, found: '' };
  await tx.insertCredits([credit]);
}
