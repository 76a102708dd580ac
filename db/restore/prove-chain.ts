import type { Entry, StoredEntry } from '../../counter/journal/entry.ts';
import {
  type ChainState,
  isCanonicalBody,
  type SignatureRule,
  verifyNext,
} from '../../counter/journal/verify-chain.ts';
import { sha256Hex, verifyHash } from '../crypto.ts';
import { type Candidate, type Candidates, type CandidateSource, gather, type Origin } from './candidate.ts';

export interface ProvedEntry {
  readonly stored: StoredEntry;
  readonly entry: Entry;
  readonly from: Origin;
  /** The chain with this entry at its end. */
  readonly chain: ChainState;
}

/** An entry that proves as well and is not taken: two PCs went on under one name. */
export interface SetAside {
  readonly seq: number;
  readonly epoch: number;
  readonly uid: string;
  readonly hash: string;
}

export interface ProvedStep {
  readonly proved: ProvedEntry;
  readonly setAside: readonly SetAside[];
}

/** How many entries are asked of the sources at a time. */
export const stepEntries = 1_000;

/**
 * Follows the chain from `start` as far as the sources go, and gives what is proved in steps. Each
 * entry fits the one before it by number and hash. Where sources differ every signature counts; what
 * comes out last is signed, so that nobody can add an entry at the end without the device key.
 */
export async function* proveChain(
  start: ChainState,
  sources: readonly CandidateSource[],
  recoveryKey: string | null,
): AsyncGenerator<readonly ProvedStep[]> {
  let chain = start;
  // Proved by its hash, and waiting for a signature at or behind it.
  let waiting: ProvedStep[] = [];
  for (;;) {
    const found = await gather(sources, chain.seq + 1, chain.seq + stepEntries);
    const steps = await follow(withRecoveryKey(chain, recoveryKey), found, sources, recoveryKey);
    chain = steps.at(-1)?.proved.chain ?? chain;
    waiting.push(...steps);
    const signed = waiting.findLastIndex(({ proved }) => isSigned(proved)) + 1;
    if (signed > 0) yield waiting.slice(0, signed);
    waiting = waiting.slice(signed);
    if (steps.length < stepEntries) return;
  }
}

async function follow(
  start: ChainState,
  found: Candidates,
  sources: readonly CandidateSource[],
  recoveryKey: string | null,
): Promise<ProvedStep[]> {
  const steps: ProvedStep[] = [];
  let chain = start;
  for (let seq = start.seq + 1; seq <= start.seq + stepEntries; seq += 1) {
    const branches = branchesAt(chain, found.get(seq) ?? []);
    const proved = branches.length > 1 ? await furthest(branches, sources, recoveryKey) : branches[0];
    if (proved === undefined) return steps;
    const others = branches.filter(({ stored }) => stored.hash !== proved.stored.hash);
    steps.push({ proved, setAside: others.map(asideOf) });
    chain = withRecoveryKey(proved.chain, recoveryKey);
  }
  return steps;
}

/** The entries that may stand here: one, or several that are different and all prove. */
function branchesAt(chain: ChainState, candidates: readonly Candidate[]): readonly ProvedEntry[] {
  const different = withoutCopies(candidates);
  if (different.length < 2) return proving(chain, different, 'closes');
  const signed = proving(chain, different, 'every');
  // A signature may have rotted in each copy; the hash before and the ones behind still prove the body.
  const proved = signed.length > 0 ? signed : proving(chain, different, 'closes').slice(0, 1);
  const recoveries = proved.filter(({ entry }) => entry.kind === 'recovery');
  // The division's key ended the old epoch here: what it had beyond is found money, not this journal.
  return recoveries.length > 0
    ? [...recoveries, ...proved.filter((each) => !recoveries.includes(each))]
    : proved;
}

function proving(
  chain: ChainState,
  candidates: readonly Candidate[],
  signatures: SignatureRule,
): readonly ProvedEntry[] {
  const proved: ProvedEntry[] = [];
  for (const { stored, from } of candidates) {
    const next = verifyNext(chain, stored, { sha256: sha256Hex, verify: verifyHash }, signatures);
    if (next.ok && isCanonicalBody(stored.body)) proved.push({ stored, from, ...next.value });
  }
  return proved;
}

/** Copies of one entry count once, whoever holds them. */
function withoutCopies(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const different: Candidate[] = [];
  for (const candidate of candidates) {
    if (!different.some(({ stored }) => isCopy(stored, candidate.stored))) different.push(candidate);
  }
  return different;
}

function isCopy(left: StoredEntry, right: StoredEntry): boolean {
  return (
    left.hash === right.hash &&
    left.body === right.body &&
    left.signature === right.signature &&
    left.prevHash === right.prevHash &&
    left.epoch === right.epoch
  );
}

/**
 * Of two stories that both prove, a new epoch stands before the old one, then the story that goes on
 * longer: it holds more of what was paid. The first candidate wins a tie.
 */
async function furthest(
  branches: readonly ProvedEntry[],
  sources: readonly CandidateSource[],
  recoveryKey: string | null,
): Promise<ProvedEntry | undefined> {
  const recovered = branches.filter(({ entry }) => entry.kind === 'recovery');
  const rivals = recovered.length > 0 ? recovered : branches;
  let best = rivals[0];
  let bestSeq = 0;
  for (const rival of rivals.length > 1 ? rivals : []) {
    const reached = await reachOf(rival, sources, recoveryKey);
    if (reached > bestSeq) {
      best = rival;
      bestSeq = reached;
    }
  }
  return best;
}

/** How far the chain goes behind this entry; at a further fork the first signed branch is followed. */
async function reachOf(
  from: ProvedEntry,
  sources: readonly CandidateSource[],
  recoveryKey: string | null,
): Promise<number> {
  let chain = withRecoveryKey(from.chain, recoveryKey);
  for (;;) {
    const begin = chain.seq;
    const found = await gather(sources, begin + 1, begin + stepEntries);
    for (let seq = begin + 1; seq <= begin + stepEntries; seq += 1) {
      const next = branchesAt(chain, found.get(seq) ?? [])[0];
      if (next === undefined) return chain.seq;
      chain = withRecoveryKey(next.chain, recoveryKey);
    }
  }
}

/** A journal from before the division had its key names none; whoever holds the key still asks for it. */
function withRecoveryKey(chain: ChainState, recoveryKey: string | null): ChainState {
  return chain.recoveryKey === null && recoveryKey !== null ? { ...chain, recoveryKey } : chain;
}

function isSigned({ stored, chain }: ProvedEntry): boolean {
  return verifyHash(stored.hash, stored.signature, chain.publicKey);
}

function asideOf({ stored: { seq, epoch, uid, hash } }: ProvedEntry): SetAside {
  return { seq, epoch, uid, hash };
}
