import { answerSchema } from '../schemas.ts';
import { readJson } from '../read-json.ts';
import type { CorePorts } from './core.ts';
import { asksCredit, readBody } from './read-entry.ts';
import type { ArrivedEntry } from './store.ts';

/** Money that a PC took after its epoch had ended, and that waits for a person. */
export interface FoundMoney {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  /** Hash of the entry: names it in a settlement. */
  readonly found: string;
  readonly uid: string;
  readonly consumer: string;
  readonly amountPaise: number;
  readonly arrivedAt: number;
}

/** What a person has still to settle, in the order of counter, epoch and number. */
export async function foundMoney({ store }: CorePorts): Promise<readonly FoundMoney[]> {
  const all = await store.transaction((tx) => tx.foundEntries());
  const waiting: FoundMoney[] = [];
  for (const arrived of all) {
    const { entry } = arrived;
    const { counter, epoch, seq, body, found, uid, arrivedAt } = entry;
    const read = readBody({ counter, epoch }, { seq, body });
    if (!asksCredit(read) || !isPending(arrived)) continue;
    const { consumer, amountPaise } = read;
    waiting.push({ counter, epoch, seq, found, uid, consumer, amountPaise, arrivedAt });
  }
  return waiting;
}

function isPending({ answer }: ArrivedEntry): boolean {
  const parsed = answerSchema.safeParse(readJson(answer?.text ?? ''));
  return parsed.success && parsed.data.credit === 'pending' && parsed.data.code === 'found-money';
}
