import type { Answer } from '../../counter/journal/answer.ts';
import { answerSchema } from '../schemas.ts';
import { answerCodes } from './answer-codes.ts';
import { mintTokens } from './first-answer.ts';
import { referenceOf, refuse, signAnswer, type CorePorts } from './core.ts';
import { readBody } from './decide.ts';
import type { CounterRow, StoreTransaction } from './store.ts';

/** What a person at the head end decides about a pending entry: it gets a later turn, signed and final. */
export interface Settlement {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  /** Hash of found money; left out for an entry of the chain. */
  readonly found?: string;
  readonly outcome: 'applied' | 'rejected';
  /** Whom to credit, where the entry's own consumer number is not the right one. */
  readonly consumer: string | null;
}

export async function settle(ports: CorePorts, settlement: Settlement): Promise<Answer> {
  const outcome = await ports.store.transaction(async (tx) => {
    const counter = await tx.lockCounter(settlement.counter);
    if (counter === null) return refuse('unknown-counter', 404, 'This counter is not enrolled here');
    return settleEntry(ports, tx, counter, settlement);
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

async function settleEntry(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  { epoch, seq, found = '', outcome, consumer }: Settlement,
) {
  const entry = await tx.entry(counter.counter, epoch, seq, found);
  const latest =
    found === ''
      ? (await tx.latestAnswers(counter.counter, epoch, seq, seq)).get(seq)
      : (await tx.foundAnswers(counter.counter, epoch, seq, seq)).get(found);
  if (found !== '' && (await tx.entry(counter.counter, epoch, seq, ''))?.hash === found)
    return refuse('malformed', 422, 'This entry is in the chain by now: it is settled there');
  if (entry === null || latest === undefined) return refuse('not-found', 404, 'There is no such entry');
  const before = answerSchema.parse(JSON.parse(latest.text));
  const body = readBody(
    { counter: counter.counter, epoch },
    { seq, body: entry.body, prevHash: '', hash: entry.hash },
  );
  if (before.credit !== 'pending' || before.code === 'uid-seen' || body.kind !== 'recharge') {
    return refuse('malformed', 422, 'Only a pending recharge can be settled');
  }
  const credited = consumer ?? body.consumer;
  const known = ports.knownConsumer(credited);
  if (outcome === 'applied' && known === null) return refuse('malformed', 422, 'The consumer is not known');
  const mints = outcome === 'applied' && known?.meterKind === 'sts' && known.meter !== null;
  const tokens = mints ? await mintTokens(ports, tx, known.meter ?? '', body.rechargePaise) : [];
  const reference = outcome === 'applied' ? referenceOf(ports, body.uid) : null;
  const answer: Answer = {
    ...before,
    credit: outcome,
    turn: before.turn + 1,
    code: 'decided-by-office',
    text: answerCodes['decided-by-office'],
    reference,
    tokens,
    decidedAt: ports.wallMs(),
  };
  const number = counter.answerCount + 1;
  const place = { counter: counter.counter, epoch, seq, found };
  await tx.insertAnswers([{ ...place, turn: answer.turn, number, ...signAnswer(ports, answer) }]);
  await tx.updateCounter({ ...counter, answerCount: number });
  if (reference !== null) {
    const { uid, amountPaise } = body;
    const appliedAt = answer.decidedAt;
    await tx.insertCredits([{ ...place, uid, consumer: credited, amountPaise, reference, appliedAt }]);
  }
  return answer;
}
