import type { PendingElsewhereView, ScannedView } from '../../electron/contract/guard-schemas.ts';
import type { Chosen } from './sell-form.ts';

/** Receipts of one consumer that are paid and not credited, as one source knows them. */
export interface PendingSource {
  readonly from: 'here' | 'head-end' | 'scanned';
  readonly count: number;
  readonly sumPaise: number;
  readonly lastAt: number;
  /** Where the newest of them was paid. */
  readonly counter: string;
}

/** A credit that another counter's sale got lately: not pending, but worth a question. */
export interface CreditElsewhere {
  readonly counter: string;
  readonly amountPaise: number;
  readonly takenAt: number;
}

export interface PendingFacts {
  readonly sources: readonly PendingSource[];
  readonly credits: readonly CreditElsewhere[];
  readonly count: number;
  readonly sumPaise: number;
}

/** Credits older than this say nothing about the cash that lies on the counter now. */
const recentMs = 24 * 3_600_000;

/**
 * Three sources, each named, for they know of each other nothing: this journal, the head end's last word, and
 * the receipts that the consumer showed.
 */
export function pendingFacts(
  chosen: Chosen,
  scans: readonly ScannedView[],
  counter: string,
  nowMs: number,
): PendingFacts {
  const here = chosen.readBack?.pending ?? null;
  const sources: PendingSource[] = [
    ...(here === null ? [] : [{ from: 'here' as const, ...here, counter }]),
    ...ofHeadEnd(chosen.elsewhere),
    ...ofScans(chosen.number, scans),
  ];
  const told = chosen.elsewhere?.is === 'told' ? chosen.elsewhere.credits : [];
  return {
    sources,
    credits: told.filter(({ takenAt }) => nowMs - takenAt < recentMs),
    count: sources.reduce((sum, { count }) => sum + count, 0),
    sumPaise: sources.reduce((sum, { sumPaise }) => sum + sumPaise, 0),
  };
}

function ofHeadEnd(elsewhere: PendingElsewhereView | null): PendingSource[] {
  if (elsewhere?.is !== 'told') return [];
  return elsewhere.pending.map((one) => ({ from: 'head-end', ...one }));
}

function ofScans(consumer: string, scans: readonly ScannedView[]): PendingSource[] {
  const receipts = scans.flatMap(({ receipt, counts }) =>
    counts && receipt?.consumer === consumer ? [receipt] : [],
  );
  const newest = receipts.toSorted((left, right) => right.takenAt - left.takenAt)[0];
  if (newest === undefined) return [];
  const sumPaise = receipts.reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  return [
    { from: 'scanned', count: receipts.length, sumPaise, lastAt: newest.takenAt, counter: newest.counter },
  ];
}

/** One more scan; the same receipt twice is one receipt. */
export function withScan(scans: readonly ScannedView[], scan: ScannedView): readonly ScannedView[] {
  const number = scan.receipt?.receiptNumber;
  return [...scans.filter(({ receipt }) => receipt === null || receipt.receiptNumber !== number), scan];
}
