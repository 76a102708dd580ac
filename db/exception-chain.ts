import type { Answer } from '../counter/journal/answer.ts';
import type {
  CashLink,
  Chain,
  CreditLink,
  LinkAnswer,
  OwnerLink,
  SettlementLink,
} from '../counter/exception/chain.ts';
import { ownerRule } from '../counter/exception/settlement-drafts.ts';
import type { Entry, StoredEntry } from '../counter/journal/entry.ts';
import { readBody } from '../counter/journal/read-body.ts';
import { limits } from '../counter/limits.ts';
import { assert } from '../counter/result.ts';
import type { ReadableDb } from './connection.ts';
import { entryColumns, entryByUid } from './entries.ts';
import { statement } from './statement.ts';
import { storedJson } from './stored-json.ts';

/** Every entry that hangs on this one, in the order of the journal. */
export const entriesAbout = `SELECT ${entryColumns} FROM entry
  WHERE ref = ? AND seq <= ? AND kind IN ('refusal settled', 'refund', 'cancellation', 'override') ORDER BY seq`;
export const answersAbout = 'SELECT text, stored_at AS storedAt FROM answer WHERE seq = ? ORDER BY turn';

/**
 * A recharge and all that was done about it, as the journal stood with entry `untilSeq`; null where `uid` is
 * no recharge.
 */
export function chainOf(
  db: ReadableDb,
  uid: string,
  untilSeq: number = Number.MAX_SAFE_INTEGER,
): Chain | null {
  const stored = entryByUid(db, uid);
  const recharge = stored === null ? null : bodyOf(stored);
  if (stored === null || recharge?.kind !== 'recharge') return null;
  const found: Found = { acts: [], owner: null };
  gather(db, uid, untilSeq, found);
  return {
    recharge: {
      as: 'recharge',
      ...commonOf(recharge),
      ...creditOf(db, stored.seq, recharge.poolTokens),
      consumer: recharge.consumer,
      meter: recharge.meter,
      meterKind: recharge.meterKind,
      heads: recharge.heads,
      amountPaise: recharge.amountPaise,
      receiptNumber: recharge.receiptNumber,
      consumerName: recharge.consumerName,
      businessDate: recharge.businessDate ?? '',
    },
    acts: found.acts.toSorted((one, other) => one.seq - other.seq),
    owner: found.owner,
  };
}

/** uid of the recharge on which a settlement hangs, however far down; null where it hangs on none. */
export function rechargeBehind(db: ReadableDb, uid: string): string | null {
  let at: string | null = uid;
  for (let steps = 0; at !== null && steps <= actsReadMax; steps += 1) {
    const stored: StoredEntry | null = entryByUid(db, at);
    const entry: Entry | null = stored === null ? null : bodyOf(stored);
    if (entry?.kind === 'recharge') return entry.uid;
    at = entry?.kind === 'refusal settled' ? entry.ref : null;
  }
  return null;
}

interface Found {
  readonly acts: (SettlementLink | CashLink)[];
  owner: OwnerLink | null;
}

/** The desk makes no chain as long; a journal from elsewhere shall not keep a counter busy. */
const actsReadMax = 4 * limits.settlementsPerRechargeMax;

function gather(db: ReadableDb, uid: string, untilSeq: number, found: Found): void {
  const waiting = [uid];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const stored of statement<StoredEntry>(db, entriesAbout).all(next, untilSeq)) {
      if (found.acts.length >= actsReadMax) return;
      const entry = bodyOf(stored);
      const act = actOf(db, entry);
      if (act !== null) found.acts.push(act);
      if (act?.as === 'settlement') waiting.push(act.uid);
      if (entry.kind === 'override' && entry.rule === ownerRule)
        found.owner = { person: entry.approver, note: entry.reason, at: entry.at };
    }
  }
}

function actOf(db: ReadableDb, entry: Entry): SettlementLink | CashLink | null {
  if (entry.kind === 'refund' || entry.kind === 'cancellation') {
    const { kind, amountPaise, reason, approver } = entry;
    return { as: kind, ...commonOf(entry), ref: entry.ref ?? '', amountPaise, reason, approver };
  }
  // One that asks for no credit only notes how another entry settled it.
  if (entry.kind !== 'refusal settled' || entry.credit === undefined || entry.outcome === 'refunded')
    return null;
  const { outcome, reason, approver, credit } = entry;
  return {
    as: 'settlement',
    ...commonOf(entry),
    ...creditOf(db, entry.seq, []),
    ...credit,
    ref: entry.ref ?? '',
    outcome,
    reason,
    approver,
  };
}

function commonOf({ uid, seq, at, operator }: Entry) {
  return { uid, seq, at, operator };
}

function creditOf(
  db: ReadableDb,
  seq: number,
  poolTokens: readonly string[],
): Pick<CreditLink, 'answer' | 'token'> {
  const answers = statement<{ text: string; storedAt: number }>(db, answersAbout)
    .all(seq)
    .map(({ text, storedAt }) => ({ answer: storedJson<Answer>(text), storedAt }));
  const given = poolTokens.length > 0 || answers.some(({ answer }) => answer.tokens.length > 0);
  return { answer: latest(answers), token: given ? 'given' : 'none' };
}

interface Kept {
  readonly answer: Answer;
  readonly storedAt: number;
}

/** As `latestAnswer` reads it: the first final word stands, and its time is that of its first telling. */
function latest(answers: readonly Kept[]): LinkAnswer | null {
  const final = answers.find(({ answer }) => answer.credit === 'applied' || answer.credit === 'rejected');
  const outcome = (final ?? answers.at(-1))?.answer;
  if (outcome === undefined) return null;
  const saidSo = answers.filter(({ answer }) => answer.credit === outcome.credit);
  const last = saidSo.at(-1)?.answer ?? outcome;
  const first = saidSo.find(({ answer }) => answer.code === last.code) ?? saidSo[0];
  const { record, credit, code, text, reference, decidedAt } = last;
  return {
    record,
    credit,
    code,
    text,
    reference,
    decidedAt,
    amountPaise: last.amountPaise ?? null,
    consumer: last.consumer ?? null,
    storedAt: first?.storedAt ?? decidedAt,
  };
}

function bodyOf(stored: StoredEntry): Entry {
  const entry = readBody(stored.body);
  assert(entry !== null, `the body of entry ${stored.seq} can be read`);
  return entry;
}
