import { limits } from '../../counter/limits.ts';
import type { Answer } from '../../counter/journal/answer.ts';
import { readJson } from '../read-json.ts';
import { answerSchema } from '../schemas.ts';
import type { AnswerCode } from './answer-codes.ts';
import { asksCredit, readBody, type ReadBody, type SettlementAsked } from './read-entry.ts';
import type { ArrivedEntry, SettledRow, StoreTransaction } from './store.ts';

/** An entry that asked for a credit, and the last word about it. */
export interface AskedBefore {
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  readonly amountPaise: number;
  /** uid that it settles itself; null for a recharge. */
  readonly settles: string | null;
  readonly answer: Answer;
}

/**
 * Which entry's money is settled by which other one: each rupee of a refused recharge has one heir, the
 * heir one of its own if it is refused in turn, and so on. What is looked up here is of one counter.
 */
export interface MoneyLinks {
  readonly asked: Map<string, AskedBefore>;
  /** By the uid that was settled. */
  readonly settled: Map<string, SettledRow>;
}

export function noLinks(): MoneyLinks {
  return { asked: new Map(), settled: new Map() };
}

/** Looks up what these bodies refer to, each chain to its end. */
export async function loadLinks(
  tx: StoreTransaction,
  counter: string,
  bodies: readonly ReadBody[],
): Promise<MoneyLinks> {
  const links = noLinks();
  let wanted = bodies.flatMap((body) => ('ref' in body ? [body.ref] : []));
  for (let hop = 0; wanted.length > 0 && hop <= limits.settlementsPerRechargeMax; hop += 1) {
    for (const arrived of await tx.entriesOf(counter, wanted)) noteArrived(links, counter, arrived);
    const alsoSettled = wanted.flatMap((uid) => links.asked.get(uid)?.settles ?? []);
    const rows = await tx.settledOf([...wanted, ...alsoSettled]);
    for (const row of rows) links.settled.set(row.settled, row);
    wanted = rows.flatMap(({ by }) => (links.asked.has(by) ? [] : [by]));
  }
  return links;
}

/** The first entry that bore a uid is the one that others may refer to. */
function noteArrived(links: MoneyLinks, counter: string, { entry, answer }: ArrivedEntry): void {
  const { epoch, seq, body: text } = entry;
  const body = readBody({ counter, epoch }, { seq, body: text });
  if (answer === null || !asksCredit(body) || links.asked.has(body.uid)) return;
  const said = answerSchema.parse(readJson(answer.text));
  if (said.code === 'uid-seen') return;
  noteAsked(links, { epoch, seq }, body, said);
}

export function noteAsked(
  { asked }: MoneyLinks,
  { epoch, seq }: { readonly epoch: number; readonly seq: number },
  body: ReadBody,
  answer: Answer,
): void {
  if (!asksCredit(body)) return;
  const { uid, amountPaise } = body;
  const settles = body.kind === 'settlement' ? body.ref : null;
  asked.set(uid, { epoch, seq, uid, amountPaise, settles, answer });
}

/** Why this entry may not dispose of the money that it refers to; null where it may. */
export function linkFault(links: MoneyLinks, body: ReadBody): AnswerCode | null {
  switch (body.kind) {
    case 'settlement':
      return settlementFault(links, body);
    case 'refund':
      return refundFault(links, body);
    case 'cancellation':
      return cancellationFault(links, body);
    case 'recharge':
    case 'moves-no-money':
    case 'parked':
      return null;
  }
}

function settlementFault(links: MoneyLinks, { uid, ref, outcome, amountPaise }: SettlementAsked) {
  const asked = links.asked.get(ref);
  if (asked === undefined || !ownsItsMoney(links, asked)) return 'not-refused';
  const heir = links.settled.get(ref);
  if (heir !== undefined && heir.by !== uid) return 'settled-before';
  if (heir === undefined && !isFree(asked.answer, outcome)) return 'not-refused';
  return asked.amountPaise === amountPaise ? null : 'wrong-amount';
}

/** Refused for good; or nobody knows the consumer, and the settlement says who it was. */
function isFree({ credit, code }: Answer, outcome: SettlementAsked['outcome']): boolean {
  return (
    credit === 'rejected' || (outcome === 'matched' && credit === 'pending' && code === 'unknown-consumer')
  );
}

type CashBack = Extract<ReadBody, { kind: 'refund' | 'cancellation' }>;

/** A refund may name the recharge or the last settlement of it: the money is where the chain ends. */
function refundFault(links: MoneyLinks, { ref, amountPaise }: CashBack): AnswerCode | null {
  const end = endOf(links, ref);
  if (end === 'cash-went-back') return 'settled-before';
  if (end === null || !ownsItsMoney(links, end) || end.answer.credit !== 'rejected') return 'not-refused';
  return end.amountPaise === amountPaise ? null : 'wrong-amount';
}

function cancellationFault(links: MoneyLinks, { ref, amountPaise }: CashBack): AnswerCode | null {
  const asked = links.asked.get(ref);
  if (asked === undefined || asked.settles !== null) return 'no-such-recharge';
  if (asked.answer.credit === 'applied') return 'cancelled-too-late';
  if (links.settled.has(ref)) return 'settled-before';
  return asked.amountPaise === amountPaise ? null : 'wrong-amount';
}

/** A settlement that was parked disposes of nothing, so nothing can be made of it. */
function ownsItsMoney({ settled }: MoneyLinks, { uid, settles }: AskedBefore): boolean {
  return settles === null || settled.get(settles)?.by === uid;
}

function endOf(links: MoneyLinks, ref: string): AskedBefore | 'cash-went-back' | null {
  let at = ref;
  for (let hop = 0; hop <= limits.settlementsPerRechargeMax; hop += 1) {
    const heir = links.settled.get(at);
    if (heir === undefined) return links.asked.get(at) ?? null;
    if (heir.how === 'refunded' || heir.how === 'cancelled') return 'cash-went-back';
    at = heir.by;
  }
  return null;
}

/** The entry whose money this one disposes of, and how. Call it for entries that stand, not for parked ones. */
export function settledBy(links: MoneyLinks, body: ReadBody): SettledRow | null {
  switch (body.kind) {
    case 'settlement':
      return { settled: body.ref, by: body.uid, how: body.outcome };
    case 'refund': {
      const end = endOf(links, body.ref);
      const settled = end === null || end === 'cash-went-back' ? body.ref : end.uid;
      return { settled, by: body.uid, how: 'refunded' };
    }
    case 'cancellation':
      return { settled: body.ref, by: body.uid, how: 'cancelled' };
    case 'recharge':
    case 'moves-no-money':
    case 'parked':
      return null;
  }
}
