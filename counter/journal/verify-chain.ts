import { assertNever, err, ok, type Result } from '../result.ts';
import { canonicalJson, type Json } from './canonical.ts';
import {
  entryHash,
  hashBeforeFirst,
  recoveryHash,
  recoveryVerifyingKey,
  type Sha256Hex,
  type VerifyHash,
} from './chain.ts';
import type { Recovery } from './counter-entries.ts';
import type { Entry, EntryDraft, StoredEntry } from './entry.ts';
import { readBody } from './read-body.ts';

/** How far a chain is proved, and the device key that signs what comes next. */
export interface ChainState {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  /** Empty before the `counter enrolled` entry, which names the first key. */
  readonly publicKey: string;
  /** The division's recovery key as the journal names it; null before or without one. */
  readonly recoveryKey: string | null;
}

export interface ChainFault {
  readonly code:
    | 'wrong-counter'
    | 'gap'
    | 'wrong-previous'
    | 'wrong-hash'
    | 'wrong-signature'
    | 'wrong-recovery'
    | 'enrolled-twice'
    | 'body-unreadable'
    | 'body-differs';
  readonly seq: number;
}

export interface ChainTools {
  readonly sha256: Sha256Hex;
  readonly verify: VerifyHash;
}

/**
 * One signature over a hash proves all entries before it, so the whole proof checks those of the
 * closes and of key changes; the caller asks for `every` where each one is wanted.
 */
export type SignatureRule = 'every' | 'closes';

export function chainStart(counter: string): ChainState {
  return { counter, epoch: 1, seq: 0, hash: hashBeforeFirst, publicKey: '', recoveryKey: null };
}

/** Proves the next entry of a chain and gives its body read. */
export function verifyNext(
  chain: ChainState,
  stored: StoredEntry,
  tools: ChainTools,
  signatures: SignatureRule,
): Result<{ readonly chain: ChainState; readonly entry: Entry }, ChainFault> {
  const { seq } = stored;
  const epoch = stored.kind === 'recovery' ? chain.epoch + 1 : chain.epoch;
  if (stored.counter !== chain.counter || stored.epoch !== epoch) return err({ code: 'wrong-counter', seq });
  if (seq !== chain.seq + 1) return err({ code: 'gap', seq });
  if (stored.prevHash !== chain.hash) return err({ code: 'wrong-previous', seq });
  if (stored.body.includes('\n') || entryHash(tools.sha256, stored) !== stored.hash) {
    return err({ code: 'wrong-hash', seq });
  }
  const entry = readBody(stored.body);
  if (entry === null) return err({ code: 'body-unreadable', seq });
  if (!bodyMatches(stored, entry)) return err({ code: 'body-differs', seq });
  // Only the first entry of all may name keys that nothing before it vouches for.
  if (entry.kind === 'counter enrolled' && seq > 1) return err({ code: 'enrolled-twice', seq });
  const publicKey = keyNamedBy(entry) ?? chain.publicKey;
  const recoveryKey = entry.kind === 'counter enrolled' ? entry.recoveryKey : chain.recoveryKey;
  if (entry.kind === 'recovery' && !isRecovered(chain, entry, tools))
    return err({ code: 'wrong-recovery', seq });
  const mustBeSigned = signatures === 'every' || isSignedPoint(entry);
  if (mustBeSigned && !tools.verify(stored.hash, stored.signature, publicKey)) {
    return err({ code: 'wrong-signature', seq });
  }
  return ok({ entry, chain: { ...chain, epoch, seq, hash: stored.hash, publicKey, recoveryKey } });
}

/** The key that an entry makes the counter's: it signs that very entry and all after it. */
export function keyNamedBy(entry: EntryDraft): string | null {
  switch (entry.kind) {
    case 'counter enrolled':
    case 'key lost':
    case 'recovery':
      return entry.publicKey;
    default:
      return null;
  }
}

/**
 * A new epoch goes on exactly where the journal ended, and the division's key says so. A journal that
 * names no such key proves its recovery only to the head end, which knows the key.
 */
function isRecovered(chain: ChainState, entry: Recovery, { sha256, verify }: ChainTools): boolean {
  const { oldEpoch, oldHash, oldSeq, recoverySignature } = entry;
  if (oldEpoch !== chain.epoch || oldSeq !== chain.seq || oldHash !== chain.hash) return false;
  if (chain.recoveryKey === null) return true;
  return verify(recoveryHash(sha256, entry), recoverySignature, recoveryVerifyingKey(chain.recoveryKey));
}

function bodyMatches(stored: StoredEntry, entry: Entry): boolean {
  return (
    entry.counter === stored.counter &&
    entry.epoch === stored.epoch &&
    entry.seq === stored.seq &&
    entry.uid === stored.uid &&
    entry.kind === stored.kind
  );
}

/** Whether a body is the canonical text of what it says: two texts of one meaning are never taken. */
export function isCanonicalBody(body: string): boolean {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whatever JSON.parse gives is JSON
  const value = JSON.parse(body) as Json;
  return canonicalJson(value) === body;
}

function isSignedPoint(entry: Entry): boolean {
  switch (entry.kind) {
    case 'shift closed':
    case 'day closed':
    case 'counter enrolled':
    case 'key lost':
    case 'clock moved':
    case 'recovery':
    case 'pack sealed':
      return true;
    case 'recharge':
    case 'reprint':
    case 'person set':
    case 'day opened':
    case 'shift opened':
    case 'outage opened':
    case 'outage closed':
    case 'settings changed':
    case 'override':
    case 'deposit':
    case 'cash in':
    case 'cash out':
    case 'safe drop':
    case 'handover':
    case 'count':
    case 'cancellation':
    case 'refund':
    case 'refusal settled':
    case 'recovered receipt':
      return false;
    default:
      return assertNever(entry);
  }
}
