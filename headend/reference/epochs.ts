import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import { limits } from '../../counter/limits.ts';
import type { RecoveryRow } from './store.ts';

/** The numbers that one epoch of a counter's chain covers, and the hashes that hold its ends. */
export interface EpochSpan {
  readonly epoch: number;
  readonly firstSeq: number;
  /** Of the entry before the first: 64 zeros before the first epoch. */
  readonly hashBefore: string;
  /** Hash that the first entry must have: the recovery that the division signed; null in the first epoch. */
  readonly firstHash: string | null;
  /** Where a recovery ended it; null for the epoch that goes on. */
  readonly last: { readonly seq: number; readonly hash: string } | null;
}

/** Pure: from a counter's recoveries, by epoch. Null for an epoch that this head end does not know. */
export function spanOf(recoveries: readonly RecoveryRow[], epoch: number): EpochSpan | null {
  const begun = recoveries.find((row) => row.epoch === epoch);
  const ended = recoveries.find((row) => row.epoch === epoch + 1);
  if (epoch < 1 || epoch > limits.epochsMax || (epoch > 1 && begun === undefined)) return null;
  return {
    epoch,
    firstSeq: (begun?.oldSeq ?? 0) + 1,
    hashBefore: begun?.oldHash ?? hashBeforeFirst,
    firstHash: begun?.hash ?? null,
    last: ended === undefined ? null : { seq: ended.oldSeq, hash: ended.oldHash },
  };
}

/** The epoch that the chain's entry `seq` belongs to; the first one for 0. */
export function epochAt(recoveries: readonly RecoveryRow[], seq: number): number {
  return recoveries.findLast((row) => seq > row.oldSeq)?.epoch ?? 1;
}
