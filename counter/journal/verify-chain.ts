import { assertNever, err, ok, type Result } from '../result.ts';
import { canonicalJson, type Json } from './canonical.ts';
import { entryHash, hashBeforeFirst, type Sha256Hex, type VerifyHash } from './chain.ts';
import type { Entry, StoredEntry } from './entry.ts';
import { readBody } from './read-body.ts';

/** How far a chain is proved, and the device key that signs what comes next. */
export interface ChainState {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  /** Empty before the `counter enrolled` entry, which names the first key. */
  readonly publicKey: string;
}

export interface ChainFault {
  readonly code:
    | 'wrong-counter'
    | 'gap'
    | 'wrong-previous'
    | 'wrong-hash'
    | 'wrong-signature'
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

export function chainStart(counter: string, epoch: number): ChainState {
  return { counter, epoch, seq: 0, hash: hashBeforeFirst, publicKey: '' };
}

/** Proves the next entry of a chain and gives its body read. */
export function verifyNext(
  chain: ChainState,
  stored: StoredEntry,
  tools: ChainTools,
  signatures: SignatureRule,
): Result<{ readonly chain: ChainState; readonly entry: Entry }, ChainFault> {
  const { seq } = stored;
  if (stored.counter !== chain.counter || stored.epoch !== chain.epoch)
    return err({ code: 'wrong-counter', seq });
  if (seq !== chain.seq + 1) return err({ code: 'gap', seq });
  if (stored.prevHash !== chain.hash) return err({ code: 'wrong-previous', seq });
  if (stored.body.includes('\n') || entryHash(tools.sha256, stored) !== stored.hash) {
    return err({ code: 'wrong-hash', seq });
  }
  const entry = readBody(stored.body);
  if (entry === null) return err({ code: 'body-unreadable', seq });
  if (!bodyMatches(stored, entry)) return err({ code: 'body-differs', seq });
  const publicKey = keyNamedBy(entry) ?? chain.publicKey;
  const mustBeSigned = signatures === 'every' || isSignedPoint(entry);
  if (mustBeSigned && !tools.verify(stored.hash, stored.signature, publicKey)) {
    return err({ code: 'wrong-signature', seq });
  }
  return ok({ entry, chain: { ...chain, seq, hash: stored.hash, publicKey } });
}

/** The key that an entry makes the counter's: it signs that very entry and all after it. */
export function keyNamedBy(entry: Entry): string | null {
  return entry.kind === 'counter enrolled' || entry.kind === 'key lost' ? entry.publicKey : null;
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
      return true;
    case 'recharge':
    case 'reprint':
    case 'person set':
    case 'day opened':
    case 'shift opened':
    case 'outage opened':
    case 'outage closed':
      return false;
    default:
      return assertNever(entry);
  }
}
