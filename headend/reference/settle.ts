import type { Answer } from '../../counter/journal/answer.ts';
import { answerSchema } from '../schemas.ts';
import { refuse, signAnswer, type CorePorts, type RefusedError } from './core.ts';
import { answerOf, creditOf, mintTokens } from './first-answer.ts';
import { linkFault, loadLinks } from './money-links.ts';
import { asksCredit, type AsksCredit, readBody } from './read-entry.ts';
import type { AnswerRow, CounterRow, EntryRow, StoreTransaction } from './store.ts';
import { disposesOf, laterRows } from './take-entries.ts';

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
  /**
   * After a restore from a backup a counter may hold a decision that this head end has lost. `wait`, the
   * default, decides nothing until the counter has given it back; `decide` is for one that never will.
   */
  readonly unheard?: 'wait' | 'decide';
}

export async function settle(ports: CorePorts, settlement: Settlement): Promise<Answer> {
  const outcome = await ports.store.transaction(async (tx) => {
    const counter = await tx.lockCounter(settlement.counter);
    if (counter === null) return refuse('unknown-counter', 404, 'This counter is not enrolled here');
    const isHeard = counter.heardIn === '' || counter.heardIn === (await tx.serverEpoch());
    if (!isHeard && settlement.unheard !== 'decide') {
      return refuse('busy', 409, 'Since the restore this counter has not given back the answers it holds');
    }
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
): Promise<Answer | RefusedError> {
  const entry = await tx.entry(counter.counter, epoch, seq, found);
  const latest = await latestAnswer(tx, counter.counter, { epoch, seq, found });
  if (found !== '' && (await tx.entry(counter.counter, epoch, seq, ''))?.hash === found)
    return refuse('malformed', 422, 'This entry is in the chain by now: it is settled there');
  if (entry === null || latest === null) return refuse('not-found', 404, 'There is no such entry');
  const before = answerSchema.parse(JSON.parse(latest.text));
  const body = readBody({ counter: counter.counter, epoch }, { seq, body: entry.body });
  if (before.credit !== 'pending' || before.code === 'uid-seen' || !asksCredit(body)) {
    return refuse('malformed', 422, 'Only a pending recharge can be settled');
  }
  return outcome === 'applied'
    ? apply(ports, tx, counter, entry, before, { ...body, consumer: consumer ?? body.consumer })
    : write(ports, tx, counter, entry, decided(ports, before, 'rejected', body, []), body);
}

async function apply(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  entry: EntryRow,
  before: Answer,
  body: AsksCredit,
): Promise<Answer | RefusedError> {
  const known = ports.knownConsumer(body.consumer);
  if (known === null) return refuse('malformed', 422, 'The consumer is not known');
  const links = await loadLinks(tx, counter.counter, [body]);
  if (entry.found === '' && linkFault(links, body) !== null) {
    return refuse('malformed', 422, 'What this entry would settle is not refused, or settled otherwise');
  }
  const mints = known.meterKind === 'sts' && known.meter !== null;
  const tokens = mints ? await mintTokens(ports, tx, known.meter ?? '', body.rechargePaise) : [];
  const answer = decided(ports, before, 'applied', body, tokens);
  const { settled, later } = disposesOf(ports, links, body, { record: 'recorded', code: null });
  if (settled !== null) await tx.insertSettled([settled]);
  if (later === null) return write(ports, tx, counter, entry, answer, body);
  const number = counter.answerCount + 1;
  await tx.insertAnswers(laterRows(counter.counter, [later], counter.answerCount));
  return write(ports, tx, { ...counter, answerCount: number }, entry, answer, body);
}

function decided(
  ports: CorePorts,
  before: Answer,
  credit: 'applied' | 'rejected',
  body: AsksCredit,
  tokens: readonly string[],
): Answer {
  const decision = { record: before.record, credit, code: 'decided-by-office' } as const;
  return answerOf(ports, before, before.seq, body, decision, { tokens, turn: before.turn + 1 });
}

async function write(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  { epoch, seq, found, body: text, hash }: EntryRow,
  answer: Answer,
  body: AsksCredit,
): Promise<Answer> {
  const number = counter.answerCount + 1;
  const place = { counter: counter.counter, epoch };
  const signed = signAnswer(ports, answer);
  await tx.insertAnswers([{ ...place, seq, found, turn: answer.turn, number, ...signed }]);
  await tx.updateCounter({ ...counter, answerCount: number });
  const entry = { seq, body: text, hash, prevHash: '' };
  const credit = creditOf({ place, entry, body, answer: { answer, signed }, credited: false }, found);
  if (credit !== null) await tx.insertCredits([credit]);
  return answer;
}

async function latestAnswer(
  tx: StoreTransaction,
  counter: string,
  { epoch, seq, found }: Pick<EntryRow, 'epoch' | 'seq' | 'found'>,
): Promise<AnswerRow | null> {
  if (found === '') return (await tx.latestAnswers(counter, epoch, seq, seq)).get(seq) ?? null;
  return (await tx.foundAnswers(counter, epoch, seq, seq)).get(found) ?? null;
}
