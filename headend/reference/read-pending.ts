import { isConsumerNumber } from '../../counter/consumer/consumer.ts';
import { canonicalJson } from '../../counter/journal/canonical.ts';
import { pendingHash } from '../../counter/journal/chain.ts';
import { limits } from '../../counter/limits.ts';
import { readJson, readJsonObject } from '../read-json.ts';
import type { PendingElsewhere } from '../pending-elsewhere.ts';
import { answerSchema, type SignedText } from '../schemas.ts';
import { refuse, type CorePorts } from './core.ts';
import { readBody } from './read-entry.ts';
import type { ArrivedEntry } from './store.ts';

/** Nobody pays so often that more of it would tell a cashier anything. */
const rechargesRead = 200;

/**
 * What a consumer has paid at other counters than the one that asks, signed: what waits there, and what was
 * credited last. It is only told, for a cashier to ask before taking more; nothing is decided by it.
 */
export async function readPending(
  ports: CorePorts,
  counterId: string,
  consumer: string,
  nonce: string,
): Promise<SignedText> {
  if (!isConsumerNumber(consumer)) throw refuse('malformed', 422, 'This is no consumer number');
  if (!/^[A-Za-z0-9-]{8,40}$/u.test(nonce)) throw refuse('malformed', 422, 'A question has a nonce');
  const told = await ports.store.transaction(async (tx): Promise<PendingElsewhere> => {
    const arrived = await tx.rechargesElsewhere(consumer, counterId, rechargesRead);
    const recharges = arrived.flatMap(rechargeOf);
    return {
      v: 1,
      serverId: ports.serverId,
      serverEpoch: await tx.serverEpoch(),
      counter: counterId,
      consumer,
      nonce,
      at: ports.wallMs(),
      pending: pendingByCounter(recharges),
      credits: lastCredits(recharges),
    };
  });
  const text = canonicalJson({
    ...told,
    pending: told.pending.map((one) => ({ ...one })),
    credits: told.credits.map((one) => ({ ...one })),
  });
  return { text, signature: ports.sign(pendingHash(ports.sha256, text)) };
}

interface RechargeElsewhere {
  readonly counter: string;
  readonly amountPaise: number;
  readonly takenAt: number;
  readonly credit: 'none' | 'applied' | 'pending' | 'rejected';
  readonly decidedAt: number;
}

/** Empty for a body that does not say what it asks for: it is parked, and a person sees to it. */
function rechargeOf({ entry, answer }: ArrivedEntry): RechargeElsewhere[] {
  const body = readBody(entry, entry);
  if (body.kind !== 'recharge' || answer === null) return [];
  const { credit, decidedAt } = answerSchema.parse(readJson(answer.text));
  const { at } = readJsonObject(entry.body);
  const isTime = typeof at === 'number' && Number.isSafeInteger(at) && at >= 0 && at <= limits.wallMsMax;
  const takenAt = isTime ? at : entry.arrivedAt;
  return [{ counter: entry.counter, amountPaise: body.amountPaise, takenAt, credit, decidedAt }];
}

/** The counter with the newest receipt first. */
function pendingByCounter(recharges: readonly RechargeElsewhere[]): PendingElsewhere['pending'] {
  const counters = new Map<string, PendingElsewhere['pending'][number]>();
  for (const { counter, amountPaise, takenAt, credit } of recharges) {
    if (credit !== 'pending') continue;
    const before = counters.get(counter) ?? { counter, count: 0, sumPaise: 0, lastAt: 0 };
    counters.set(counter, {
      counter,
      count: before.count + 1,
      sumPaise: before.sumPaise + amountPaise,
      lastAt: Math.max(before.lastAt, takenAt),
    });
  }
  return [...counters.values()]
    .toSorted((left, right) => right.lastAt - left.lastAt)
    .slice(0, limits.pendingCountersMax);
}

function lastCredits(recharges: readonly RechargeElsewhere[]): PendingElsewhere['credits'] {
  return recharges
    .filter(({ credit }) => credit === 'applied')
    .toSorted((left, right) => right.decidedAt - left.decidedAt)
    .slice(0, limits.pendingCreditsMax)
    .map(({ counter, amountPaise, takenAt, decidedAt }) => ({
      counter,
      amountPaise,
      takenAt,
      appliedAt: decidedAt,
    }));
}
