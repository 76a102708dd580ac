import { limits } from '../../counter/limits.ts';
import type { CorePorts } from './core.ts';
import { byUrgency, type WaitingCredit } from './credit-order.ts';
import { decideAnew, waitsFor } from './decide-anew.ts';
import { asksCredit, readBody } from './read-entry.ts';
import type { AnswerRow, StoreTransaction } from './store.ts';

/** Credits what was recorded and waits, the most urgent first; counters read of it by `results`. */
export interface CreditQueue {
  /** What waits now, in the order in which it will be credited. */
  waiting(): Promise<readonly WaitingCredit[]>;
  /** Gives how many were decided about. */
  creditNext(count: number): Promise<number>;
}

/**
 * The queue is nothing of its own: it follows the log of results, in which each waiting entry stands until
 * a later turn stands behind it. So it is there again after a restart, and after a restore from a backup.
 */
export function createCreditQueue(ports: CorePorts): CreditQueue {
  const waiting = new Map<string, WaitingCredit>();
  /** Number of the last answer seen of each counter. */
  const seen = new Map<string, number>();
  let serverEpoch = '';

  async function follow(): Promise<void> {
    await ports.store.transaction(async (tx) => {
      const epochNow = await tx.serverEpoch();
      if (epochNow !== serverEpoch) {
        waiting.clear();
        seen.clear();
        serverEpoch = epochNow;
      }
      for (const { counter } of await tx.counters()) await followCounter(tx, counter);
    });
  }

  async function followCounter(tx: StoreTransaction, counter: string): Promise<void> {
    for (;;) {
      const rows = await tx.answersAfter(counter, seen.get(counter) ?? 0, limits.resultsPageMax);
      for (const row of rows) await note(tx, row);
      const last = rows.at(-1);
      if (last !== undefined) seen.set(counter, last.number);
      if (rows.length < limits.resultsPageMax) return;
    }
  }

  async function note(tx: StoreTransaction, row: AnswerRow): Promise<void> {
    const key = keyOf(row);
    if (row.found !== '' || !waitsFor(row, 'credit-waits')) return void waiting.delete(key);
    const { counter, epoch, seq } = row;
    const entry = await tx.entry(counter, epoch, seq, '');
    const body = entry === null ? null : readBody({ counter, epoch }, entry);
    if (entry === null || body === null || !asksCredit(body)) return undefined;
    const { consumer } = body;
    const { arrivedAt } = entry;
    const balancePaise = ports.knownConsumer(consumer)?.balancePaise ?? null;
    waiting.set(key, { counter, epoch, seq, consumer, arrivedAt, balancePaise });
    return undefined;
  }

  return {
    async waiting() {
      await follow();
      return [...waiting.values()].toSorted(byUrgency);
    },
    async creditNext(count) {
      await follow();
      const next = [...waiting.values()].toSorted(byUrgency).slice(0, count);
      let decided = 0;
      for (const counter of new Set(next.map((each) => each.counter))) {
        const credits = next.filter((each) => each.counter === counter);
        decided += await creditSome(ports, counter, credits);
      }
      return decided;
    },
  };
}

/** Of one counter, in one transaction. What was decided in another way meanwhile is left as it is. */
async function creditSome(
  ports: CorePorts,
  name: string,
  credits: readonly WaitingCredit[],
): Promise<number> {
  return ports.store.transaction(async (tx) => {
    const counter = await tx.lockCounter(name);
    // After a restore the counter may hold later words than this head end: it gives them back first.
    if (counter === null || counter.heardIn !== (await tx.serverEpoch())) return 0;
    const rows: AnswerRow[] = [];
    for (const { epoch, seq } of credits) {
      const latest = (await tx.latestAnswers(name, epoch, seq, seq)).get(seq);
      if (latest !== undefined && waitsFor(latest, 'credit-waits')) rows.push(latest);
    }
    await decideAnew({ ...ports, crediting: 'at-once' }, tx, counter, rows);
    return rows.length;
  });
}

function keyOf({ counter, epoch, seq }: Pick<AnswerRow, 'counter' | 'epoch' | 'seq'>): string {
  return `${counter} ${epoch} ${seq}`;
}
