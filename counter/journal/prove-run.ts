import { err, ok, type Result } from '../result.ts';
import { misfit } from './body-shape.ts';
import { bodyShape } from './body-shapes.ts';
import { dayProofs } from './day-proofs.ts';
import type { Entry, StoredEntry } from './entry.ts';
import { type Books, emptyBooks, foldEntry } from './fold.ts';
import type { DayProof, ProofFaultCode } from './proof.ts';
import { receiptPrefix } from './receipt-count.ts';
import {
  type ChainState,
  type ChainTools,
  isCanonicalBody,
  type SignatureRule,
  verifyNext,
} from './verify-chain.ts';

/**
 * The proof of entries that come one after the other, from wherever they are read: nothing of them is
 * kept but the end of the chain and the books.
 */
export interface Run {
  chain: ChainState;
  /** Office code, part of each receipt number; null until the enrolment names it. */
  office: string | null;
  /** Number and epoch of the entry before the run's first; 0 and 1 before the first of all. */
  readonly startedAt: number;
  readonly startEpoch: number;
  readonly books: Books;
  readonly epochs: Set<number>;
  /** Last receipt number of each prefix. */
  readonly receipts: Map<string, string>;
  /** Key changes that the chain itself vouches for, first one included. */
  readonly keys: { readonly fromSeq: number; readonly publicKey: string }[];
  headEndPublicKey: string;
  /** The entry proved last, and whether its own signature was looked at. */
  last: { readonly stored: StoredEntry; readonly signed: boolean } | null;
  takingsPaise: number;
}

export interface RunFault {
  readonly code: ProofFaultCode;
  readonly seq: number;
  readonly detail: string;
}

export interface RunStart {
  /** The chain as it stands before the first entry of the run. */
  readonly chain: ChainState;
  readonly office: string | null;
  readonly perpetualTotalPaise: number;
  readonly headEndPublicKey: string;
}

export function startRun(start: RunStart): Run {
  const { chain, office, perpetualTotalPaise, headEndPublicKey } = start;
  const keys = chain.publicKey === '' ? [] : [{ fromSeq: chain.seq, publicKey: chain.publicKey }];
  const counted = { books: { ...emptyBooks(), perpetualTotalPaise }, receipts: new Map(), takingsPaise: 0 };
  return {
    chain,
    office,
    startedAt: chain.seq,
    startEpoch: chain.epoch,
    epochs: new Set(),
    keys,
    headEndPublicKey,
    last: null,
    ...counted,
  };
}

/** Proves one entry after all before it, and adds it to the books. */
export function proveNext(
  run: Run,
  stored: StoredEntry,
  tools: ChainTools,
  signatures: SignatureRule,
): Result<Entry, RunFault> {
  const wrong = (code: ProofFaultCode, detail: string) => err({ code, seq: stored.seq, detail });
  let signed = false;
  const noting: ChainTools = {
    sha256: tools.sha256,
    verify: (hash, signature, publicKey) => {
      signed = true;
      return tools.verify(hash, signature, publicKey);
    },
  };
  const next = verifyNext(run.chain, stored, noting, signatures);
  if (!next.ok) return wrong(next.error.code, `${stored.kind} after entry ${run.chain.seq}`);
  const { entry, chain } = next.value;
  const field = misfit(bodyShape(stored.kind), entry);
  if (field !== null) return wrong('body-misshapen', `${stored.kind}: ${field}`);
  if (signatures === 'every' && !isCanonicalBody(stored.body))
    return wrong('body-not-canonical', stored.kind);
  if (entry.ledger.reduce((sum, line) => sum + line.amountPaise, 0) !== 0)
    return wrong('ledger-not-zero', stored.kind);
  if (chain.publicKey !== run.chain.publicKey)
    run.keys.push({ fromSeq: stored.seq, publicKey: chain.publicKey });
  if (entry.kind === 'counter enrolled') {
    run.office = entry.office;
    run.headEndPublicKey = entry.headEndPublicKey;
  }
  run.chain = chain;
  run.last = { stored, signed };
  run.epochs.add(stored.epoch);
  foldEntry(run.books, entry);
  if (entry.perpetualTotalPaise !== run.books.perpetualTotalPaise) {
    return wrong('total-differs', `${entry.perpetualTotalPaise}, not ${run.books.perpetualTotalPaise} paise`);
  }
  if (entry.kind !== 'recharge') return ok(entry);
  run.takingsPaise += entry.amountPaise;
  const expected = receiptFault(run, entry);
  return expected === null ? ok(entry) : wrong('receipt-number-differs', expected);
}

/** Whoever wrote the last entry vouches for all before it: its signature is checked in any case. */
export function finishRun(run: Run, { verify }: Pick<ChainTools, 'verify'>): Result<DayProof[], RunFault> {
  const { last, chain } = run;
  if (last !== null && !last.signed && !verify(last.stored.hash, last.stored.signature, chain.publicKey)) {
    return err({
      code: 'wrong-signature',
      seq: last.stored.seq,
      detail: `${last.stored.kind}, the last entry`,
    });
  }
  return ok(dayProofs(run.books));
}

/** In words what a receipt number should have been; null where it is right. */
function receiptFault(run: Run, recharge: Extract<Entry, { kind: 'recharge' }>): string | null {
  const { receiptNumber, counter, epoch, businessDate } = recharge;
  const prefix = receiptPrefix({ office: run.office ?? '', counter, epoch }, businessDate ?? '');
  const before = run.receipts.get(prefix);
  // Numbers begin anew with each epoch and year; only a run that begins in the middle takes its first as given.
  const isGiven = run.startedAt > 0 && run.receipts.size === 0 && epoch === run.startEpoch;
  run.receipts.set(prefix, receiptNumber);
  const count = countOf(receiptNumber, prefix);
  const wanted = before === undefined ? 1 : (countOf(before, prefix) ?? 0) + 1;
  if (count !== null && (count === wanted || isGiven)) return null;
  return `${receiptNumber}, not number ${wanted} after ${prefix}`;
}

function countOf(receiptNumber: string, prefix: string): number | null {
  const rest = receiptNumber.startsWith(prefix) ? receiptNumber.slice(prefix.length) : '';
  return /^\d{6}$/u.test(rest) ? Number(rest) : null;
}
