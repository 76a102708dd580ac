import type { Entry, StoredEntry } from '../counter/journal/entry.ts';
import { readBody } from '../counter/journal/read-body.ts';
import type { RowFacts } from '../counter/outage/row-state.ts';
import type { SentRow } from '../counter/outage/sending-state.ts';
import { assert } from '../counter/result.ts';
import { latestAnswer } from './answer-reads.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';

/** Entries by which money changes its account at the head end, or goes back. */
export type SentEntry = Extract<Entry, { kind: 'recharge' | 'refund' | 'refusal settled' }>;
export const sentKinds = [
  'recharge',
  'refund',
  'refusal settled',
] as const satisfies readonly Entry['kind'][];

export function isSentKind(kind: Entry['kind']): boolean {
  return sentKinds.some((sent) => sent === kind);
}

function isSent(entry: Entry | null): entry is SentEntry {
  return entry !== null && isSentKind(entry.kind);
}

/** The body of a row that is known to be one of these; a body that cannot be read is a bug, not a row less. */
export function sentEntryOf(stored: Pick<StoredEntry, 'seq' | 'body'>): SentEntry {
  const entry = readBody(stored.body);
  assert(isSent(entry), `entry ${stored.seq} can be read and is sent for its money`);
  return entry;
}

/** Whose money a row is about, and how much; a settlement that asks for no credit names neither. */
export function moneyOf(entry: SentEntry): {
  readonly consumer: string | null;
  readonly amountPaise: number | null;
} {
  if (entry.kind !== 'refusal settled') return { consumer: entry.consumer, amountPaise: entry.amountPaise };
  return { consumer: entry.credit?.consumer ?? null, amountPaise: entry.credit?.amountPaise ?? null };
}

/** What the journal holds about one row: asked by its uid and its seq, however long the journal is. */
export function sentRow(db: ReadableDb, entry: SentEntry, ackedSeq: number): SentRow {
  const answer = latestAnswer(db, entry.seq);
  const acknowledged = entry.seq <= ackedSeq;
  const { consumer, amountPaise } = moneyOf(entry);
  if (entry.kind === 'refund' || consumer === null || amountPaise === null) {
    return { asks: 'nothing', acknowledged, parked: answer?.record === 'parked' };
  }
  const acts = actsUpon(db, entry.uid);
  const isNamed = entry.kind !== 'recharge' || entry.consumerName !== null;
  const facts: RowFacts = {
    consumer: isNamed ? consumer : null,
    amountPaise,
    acknowledged,
    answer,
    cancelled: acts.has('cancellation'),
    refunded: acts.has('refund'),
    settlement: acts.has('refusal settled') ? settlementOf(db, entry.uid) : null,
  };
  return { asks: 'credit', facts };
}

function actsUpon(db: ReadableDb, uid: string): ReadonlySet<string> {
  const rows = statement<{ kind: string }>(db, 'SELECT kind FROM entry WHERE ref = ?').all(uid);
  return new Set(rows.map(({ kind }) => kind));
}

/** A refused settlement is settled by a further one, and so on: the last of them counts. */
function settlementOf(db: ReadableDb, uid: string): RowFacts['settlement'] {
  const next = statement<{ seq: number; uid: string }>(db, settlementUpon);
  let last = next.get(uid);
  for (let after = last; after !== undefined; after = next.get(after.uid)) last = after;
  if (last === undefined) return null;
  const credit = latestAnswer(db, last.seq)?.credit;
  return credit === 'applied' || credit === 'rejected' ? credit : 'under-way';
}

const settlementUpon = `SELECT seq, uid FROM entry WHERE ref = ? AND kind = 'refusal settled'
  ORDER BY seq DESC LIMIT 1`;
