import { canonicalJson } from '../../counter/journal/canonical.ts';
import { statementHash } from '../../counter/journal/chain.ts';
import { limits } from '../../counter/limits.ts';
import { isIsoDate, wholeDaysBetween } from '../../counter/time.ts';
import { readJson } from '../read-json.ts';
import { answerSchema, type SignedText } from '../schemas.ts';
import type { Statement, StatementDay } from '../statement-schemas.ts';
import { refuse, type CorePorts } from './core.ts';
import { asksCredit, readBody } from './read-entry.ts';
import type { AskedOnDay } from './store.ts';

/**
 * The head end's own books of one counter, day by day, signed: what the tie-out is held against. Dates
 * are inclusive; each entry counts on its own business date. Found money beside the chain is not in it.
 */
export async function readStatement(
  ports: CorePorts,
  counterId: string,
  from: string,
  to: string,
): Promise<SignedText> {
  if (!isIsoDate(from) || !isIsoDate(to) || from > to) {
    throw refuse('malformed', 422, 'A statement is asked from one date to a later one');
  }
  if (wholeDaysBetween(from, to) + 1 > limits.statementDaysMax) {
    throw refuse('malformed', 422, `A statement holds ${limits.statementDaysMax} days at most`);
  }
  const statement = await ports.store.transaction(async (tx): Promise<Statement | null> => {
    const counter = await tx.lockCounter(counterId);
    if (counter === null) return null;
    return {
      v: 1,
      serverId: ports.serverId,
      serverEpoch: await tx.serverEpoch(),
      counter: counterId,
      throughSeq: counter.ackedSeq,
      from,
      to,
      days: daysOf(await tx.askedOnDays(counterId, from, to)),
      at: ports.wallMs(),
    };
  });
  if (statement === null) throw refuse('unknown-counter', 404, 'This counter is not enrolled here');
  const text = canonicalJson({ ...statement, days: statement.days.map((day) => ({ ...day })) });
  return { text, signature: ports.sign(statementHash(ports.sha256, text)) };
}

type Day = { -readonly [Field in keyof StatementDay]: StatementDay[Field] };

/** Pure: adds up what asked for a credit, by date. */
export function daysOf(asked: readonly AskedOnDay[]): StatementDay[] {
  const days = new Map<string, Day>();
  for (const each of asked) {
    const { businessDate } = each.entry;
    const day = days.get(businessDate) ?? emptyDay(businessDate);
    days.set(businessDate, day);
    addTo(day, each);
  }
  return [...days.values()].toSorted((left, right) => (left.businessDate < right.businessDate ? -1 : 1));
}

function addTo(day: Day, { entry, answer, creditedPaise }: AskedOnDay): void {
  const body = readBody(entry, entry);
  if (!asksCredit(body)) return;
  const { amountPaise } = body;
  if (body.kind === 'recharge') {
    day.recharges += 1;
    day.rechargesPaise += amountPaise;
  }
  const credit = answer === null ? 'pending' : answerSchema.parse(readJson(answer.text)).credit;
  switch (credit) {
    case 'applied':
      day.credits += creditedPaise === null ? 0 : 1;
      day.creditedPaise += creditedPaise ?? 0;
      return;
    case 'rejected':
      day.refused += 1;
      day.refusedPaise += amountPaise;
      return;
    case 'pending':
      day.pending += 1;
      day.pendingPaise += amountPaise;
      return;
    // Cancelled in its own batch: on record, and nobody waits for it.
    case 'none':
      return;
  }
}

function emptyDay(businessDate: string): Day {
  return {
    businessDate,
    recharges: 0,
    rechargesPaise: 0,
    credits: 0,
    creditedPaise: 0,
    refused: 0,
    refusedPaise: 0,
    pending: 0,
    pendingPaise: 0,
  };
}
