import { readJson } from '../read-json.ts';
import { answerSchema } from '../schemas.ts';
import type { AnswerCode } from './answer-codes.ts';
import type { CorePorts } from './core.ts';
import { creditOf } from './first-answer.ts';
import { readBody } from './read-entry.ts';
import type { AnswerRow, CounterRow, StoreTransaction } from './store.ts';
import { type Arrival, decideArrivals, laterRows } from './take-entries.ts';

export function waitsFor({ text }: AnswerRow, code: AnswerCode): boolean {
  const parsed = answerSchema.safeParse(readJson(text));
  return parsed.success && parsed.data.code === code && parsed.data.credit === 'pending';
}

/**
 * Entries in the chain of one counter whose latest answers stand in `waiting` get a later turn, decided as
 * if they arrived now, in their order. Writes the counter's row too, with whatever the caller changed in it.
 */
export async function decideAnew(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  waiting: readonly AnswerRow[],
): Promise<void> {
  const arrivals: Arrival[] = [];
  for (const { epoch, seq, turn } of waiting) {
    const stored = await tx.entry(counter.counter, epoch, seq, '');
    if (stored === null) continue;
    const place = { counter: counter.counter, epoch };
    const entry = { seq, body: stored.body, hash: stored.hash, prevHash: '' };
    const body = readBody(place, entry);
    arrivals.push({ place, entry, body, uidSeen: false, given: null, turns: turn, credited: false });
  }
  const { taken, settled, later } = await decideArrivals(ports, tx, counter.counter, arrivals, true);
  const own = taken.map(({ place, entry, answer }) => ({
    epoch: place.epoch,
    seq: entry.seq,
    answer,
  }));
  await tx.insertAnswers(laterRows(counter.counter, [...own, ...later], counter.answerCount));
  await tx.insertCredits(taken.flatMap((each) => creditOf(each, '') ?? []));
  await tx.insertSettled(settled);
  const answerCount = counter.answerCount + own.length + later.length;
  await tx.updateCounter({ ...counter, answerCount });
}
