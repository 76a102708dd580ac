import type { ConsumerStatus } from '../../counter/consumer/consumer.ts';
import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { ReceivedBatch } from '../batch.ts';
import type { AnswerCode } from './answer-codes.ts';
import type { EpochSpan } from './epochs.ts';
import { asksCredit, type AsksCredit, type ReadBody } from './read-entry.ts';

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

export interface KnownConsumer {
  readonly meter: string | null;
  readonly meterKind: 'managed' | 'sts';
  /** Left out: `active`. */
  readonly status?: ConsumerStatus;
  /** As the head end knows it now; negative where more was used than paid. Left out: not known. */
  readonly balancePaise?: number;
}

/** Connections for which this head end takes no money: the answer is final, and the exceptions desk goes on. */
const refusals: Readonly<Record<ConsumerStatus, AnswerCode | null>> = {
  active: null,
  // Cut off for want of balance: a recharge is what brings it back.
  disconnected: null,
  blocked: 'account-blocked',
  closed: 'account-closed',
};

export interface EntryFacts {
  readonly keyEnrolled: boolean;
  readonly uidSeen: boolean;
  readonly consumer: KnownConsumer | null;
  readonly mintsTokens: boolean;
  /** What is wrong with the entry that this one refers to; null where all is well or there is none. */
  readonly link: AnswerCode | null;
  /** The same batch holds the cancellation of this recharge: it is netted before anything is credited. */
  readonly isCancelled: boolean;
  /** `later`: credits wait for their turn, the most urgent first. */
  readonly crediting: 'at-once' | 'later';
}

export interface Decision {
  readonly record: 'recorded' | 'parked';
  readonly credit: 'none' | 'applied' | 'pending' | 'rejected';
  readonly code: AnswerCode | null;
  readonly token: 'none' | 'mint';
}

const parkedWithoutCredit = (code: AnswerCode): Decision => decided('parked', 'none', code);
const recordedWithoutCredit = (code: AnswerCode | null): Decision => decided('recorded', 'none', code);

/** What is said about an entry whose answer is not given yet. */
export function decideEntry(body: ReadBody, facts: EntryFacts): Decision {
  if (body.kind === 'parked') return decided('parked', 'pending', body.code);
  if (facts.uidSeen) return decided('parked', 'pending', 'uid-seen');
  if (body.kind === 'moves-no-money') return recordedWithoutCredit(null);
  if (!facts.keyEnrolled) return decided('recorded', 'pending', 'unknown-key');
  if (asksCredit(body)) {
    return facts.link === null ? decideCredit(body, facts) : decided('parked', 'pending', facts.link);
  }
  return facts.link === null ? recordedWithoutCredit(null) : parkedWithoutCredit(facts.link);
}

function decideCredit(body: AsksCredit, facts: EntryFacts): Decision {
  const { consumer } = facts;
  if (facts.isCancelled) return recordedWithoutCredit('cancelled');
  if (consumer === null) return decided('recorded', 'pending', 'unknown-consumer');
  const refusal = refusals[consumer.status ?? 'active'];
  if (refusal !== null) return decided('recorded', 'rejected', refusal);
  if (facts.crediting === 'later') return decided('recorded', 'pending', 'credit-waits');
  const wantsToken = consumer.meterKind === 'sts' && body.rechargePaise > 0;
  if (!wantsToken) return decided('recorded', 'applied', null);
  return facts.mintsTokens && consumer.meter !== null
    ? { ...decided('recorded', 'applied', null), token: 'mint' }
    : decided('recorded', 'applied', 'token-follows');
}

/** Money that a PC took whose epoch had ended: kept for a person, never credited by the program. */
export function decideFound(body: ReadBody, uidSeen: boolean): Decision {
  if (body.kind === 'parked') return decided('parked', 'pending', body.code);
  const code = uidSeen ? 'uid-seen' : 'found-money';
  return decided('parked', asksCredit(body) ? 'pending' : 'none', code);
}

function decided(record: Decision['record'], credit: Decision['credit'], code: AnswerCode | null): Decision {
  return { record, credit, code, token: 'none' };
}
