import { limits } from '../../counter/limits.ts';
import { refuse, type CorePorts } from './core.ts';
import { decideAnew, waitsFor } from './decide-anew.ts';
import type { AnswerRow, CounterRow, StoreTransaction } from './store.ts';

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
  const parked: AnswerRow[] = [];
  for (let epoch = 1; epoch <= counter.epoch; epoch += 1) {
    for (let from = 1; from <= counter.ackedSeq; from += limits.batchEntriesMax) {
      const page = await tx.latestAnswers(counter.counter, epoch, from, from + limits.batchEntriesMax - 1);
      parked.push(...[...page.values()].filter((row) => waitsFor(row, 'unknown-key')));
    }
  }
  const inOrder = parked.toSorted((left, right) => left.epoch - right.epoch || left.seq - right.seq);
  await decideAnew(ports, tx, counter, inOrder);
  return parked.length;
}
