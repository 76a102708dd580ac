import { entryKinds, movesMoney, type EntryKind } from '../../counter/journal/entry.ts';
import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import { uuidPattern } from '../../counter/ids.ts';
import { limits } from '../../counter/limits.ts';
import type { ReceivedBatch, ReceivedEntry } from '../batch.ts';
import type { AnswerCode } from './answer-codes.ts';
import type { EpochSpan } from './epochs.ts';
import { readJsonObject } from '../read-json.ts';

/** The reference head end's judgement: pure, so that it can be simulated and read in one go. */

/** What the head end has of the counter whose batch arrived. */
export interface KnownPrefix {
  /** Of the batch's epoch; null for one that the head end does not know. */
  readonly span: EpochSpan | null;
  readonly epoch: number;
  readonly ackedSeq: number;
  readonly headHash: string;
  /** Hashes on record, from the entry before the batch to the batch's last. */
  readonly hashes: ReadonlyMap<number, string>;
}

export type Continuity =
  /** Entries of the batch before `firstNew` are on record already. */
  | { readonly kind: 'continues'; readonly firstNew: number }
  | { readonly kind: 'other-epoch'; readonly epoch: number }
  | { readonly kind: 'gap'; readonly expectedSeq: number }
  /** Another entry is on record at `seq`: somebody else wrote this counter's journal. */
  | { readonly kind: 'fork'; readonly seq: number; readonly knownHash: string };

export function judgeContinuity(known: KnownPrefix, batch: ReceivedBatch): Continuity {
  const { header, entries } = batch;
  const { span } = known;
  if (span === null || header.from < span.firstSeq || (span.last !== null && header.to > span.last.seq))
    return { kind: 'other-epoch', epoch: known.epoch };
  if (header.from > known.ackedSeq + 1) return { kind: 'gap', expectedSeq: known.ackedSeq + 1 };
  const before = header.from === span.firstSeq ? span.hashBefore : known.hashes.get(header.from - 1);
  if (before !== header.prevHash) {
    return { kind: 'fork', seq: header.from - 1, knownHash: before ?? hashBeforeFirst };
  }
  for (const entry of entries) {
    const knownHash = hashSworn(span, entry.seq) ?? known.hashes.get(entry.seq);
    if (knownHash !== undefined && knownHash !== entry.hash)
      return { kind: 'fork', seq: entry.seq, knownHash };
  }
  return { kind: 'continues', firstNew: known.ackedSeq + 1 };
}

/** The division's key signed the hash of an epoch's first entry and of its last: no other can stand there. */
function hashSworn({ firstHash, firstSeq, last }: EpochSpan, seq: number): string | undefined {
  if (seq === last?.seq) return last.hash;
  return seq === firstSeq ? (firstHash ?? undefined) : undefined;
}

/** What the head end reads of a body. All else is kept verbatim and not looked at. */
export type ReadBody =
  | {
      readonly kind: 'recharge';
      readonly uid: string;
      readonly consumer: string;
      readonly amountPaise: number;
      /** The part that a token is made of: the head lines called `recharge`. */
      readonly rechargePaise: number;
    }
  | { readonly kind: 'moves-no-money'; readonly uid: string; readonly entryKind: EntryKind }
  | { readonly kind: 'parked'; readonly uid: string; readonly entryKind: string; readonly code: AnswerCode };

export function readBody(
  place: { readonly counter: string; readonly epoch: number },
  { seq, body }: ReceivedEntry,
): ReadBody {
  const fields = readJsonObject(body);
  const uid = fields['uid'];
  const kind = fields['kind'];
  if (typeof uid !== 'string' || !uuidPattern.test(uid) || typeof kind !== 'string') {
    return { kind: 'parked', uid: '', entryKind: 'unreadable', code: 'unreadable' };
  }
  const entryKind = kind.slice(0, 40);
  const parked = (code: AnswerCode): ReadBody => ({ kind: 'parked', uid, entryKind, code });
  const placed =
    fields['counter'] === place.counter && fields['epoch'] === place.epoch && fields['seq'] === seq;
  if (!placed) return parked('place-differs');
  if (fields['v'] !== 1) return parked('unknown-version');
  if (!isEntryKind(kind)) return parked('unknown-kind');
  if (!movesMoney(kind)) return { kind: 'moves-no-money', uid, entryKind: kind };
  const { consumer, amountPaise } = fields;
  if (typeof consumer !== 'string' || consumer === '' || consumer.length > 40) return parked('unreadable');
  if (typeof amountPaise !== 'number' || !Number.isSafeInteger(amountPaise)) return parked('wrong-amount');
  if (amountPaise < 1 || amountPaise > limits.amountPaiseMax) return parked('wrong-amount');
  const rechargePaise = rechargePart(fields['heads'], amountPaise);
  return { kind: 'recharge', uid, consumer, amountPaise, rechargePaise };
}

export interface KnownConsumer {
  readonly meter: string | null;
  readonly meterKind: 'managed' | 'sts';
}

export interface EntryFacts {
  readonly keyEnrolled: boolean;
  readonly uidSeen: boolean;
  readonly consumer: KnownConsumer | null;
  readonly mintsTokens: boolean;
}

export interface Decision {
  readonly record: 'recorded' | 'parked';
  readonly credit: 'none' | 'applied' | 'pending';
  readonly code: AnswerCode | null;
  readonly token: 'none' | 'mint';
}

/** The first answer about an entry. Rejection is never decided by the program, only by a person. */
export function decideEntry(body: ReadBody, facts: EntryFacts): Decision {
  const pending = (record: Decision['record'], code: AnswerCode): Decision => ({
    record,
    credit: 'pending',
    code,
    token: 'none',
  });
  if (body.kind === 'parked') return pending('parked', body.code);
  if (facts.uidSeen) return pending('parked', 'uid-seen');
  if (body.kind === 'moves-no-money')
    return { record: 'recorded', credit: 'none', code: null, token: 'none' };
  if (!facts.keyEnrolled) return pending('recorded', 'unknown-key');
  if (facts.consumer === null) return pending('recorded', 'unknown-consumer');
  const wantsToken = facts.consumer.meterKind === 'sts' && body.rechargePaise > 0;
  if (!wantsToken) return { record: 'recorded', credit: 'applied', code: null, token: 'none' };
  return facts.mintsTokens && facts.consumer.meter !== null
    ? { record: 'recorded', credit: 'applied', code: null, token: 'mint' }
    : { record: 'recorded', credit: 'applied', code: 'token-follows', token: 'none' };
}

/** Money that a PC took whose epoch had ended: kept for a person, never credited by the program. */
export function decideFound(body: ReadBody, uidSeen: boolean): Decision {
  if (body.kind === 'parked') return { record: 'parked', credit: 'pending', code: body.code, token: 'none' };
  const code = uidSeen ? 'uid-seen' : 'found-money';
  const credit = body.kind === 'recharge' ? 'pending' : 'none';
  return { record: 'parked', credit, code, token: 'none' };
}

function rechargePart(heads: unknown, amountPaise: number): number {
  if (!Array.isArray(heads)) return amountPaise;
  let sum = 0;
  for (const line of heads as readonly unknown[]) {
    if (typeof line !== 'object' || line === null || !('head' in line) || !('amountPaise' in line)) continue;
    if (line.head === 'recharge' && Number.isSafeInteger(line.amountPaise)) sum += Number(line.amountPaise);
  }
  return Math.max(0, Math.min(sum, amountPaise));
}

function isEntryKind(kind: string): kind is EntryKind {
  return (entryKinds as readonly string[]).includes(kind);
}
