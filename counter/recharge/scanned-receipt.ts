import { limits } from '../limits.ts';
import type { SendingState } from '../outage/sending-state.ts';
import { assertNever } from '../result.ts';
import type { ReceiptQr, ReceiptQrVerdict } from './receipt-qr.ts';

/** What a scanned receipt is worth to whoever is about to take cash. */
export type ScannedReceipt =
  | { readonly is: 'not-a-receipt' }
  /** The counter that it names never signed it. */
  | { readonly is: 'forged' }
  | { readonly is: 'from-the-future'; readonly receipt: ReceiptQr }
  /** Of another office, or of another company: its numbers mean nothing here. */
  | { readonly is: 'other-office'; readonly receipt: ReceiptQr }
  /** Signed by this counter, and the very row stands in this journal. */
  | { readonly is: 'known-here'; readonly receipt: ReceiptQr; readonly state: SendingState }
  /** Signed by this counter, and this journal lacks it: the PC before this one sold it. */
  | { readonly is: 'not-in-journal'; readonly receipt: ReceiptQr }
  /** Of a counter whose key is not here: it may be right, and nobody here can tell. */
  | { readonly is: 'unverified'; readonly receipt: ReceiptQr };

export interface ScanFacts {
  readonly verdict: ReceiptQrVerdict;
  /** Code of this office, the first part of its receipt numbers. */
  readonly office: string;
  readonly nowMs: number;
  /** Where the row of the code stands in this journal; null where the row that it proves is not there. */
  readonly state: SendingState | null;
}

export function judgeScan({ verdict, office, nowMs, state }: ScanFacts): ScannedReceipt {
  if (verdict.kind === 'not-a-receipt' || verdict.kind === 'forged') return { is: verdict.kind };
  const { receipt } = verdict;
  if (!receipt.receiptNumber.startsWith(`${office}-`)) return { is: 'other-office', receipt };
  // Clocks of two counters may differ by so much before a supervisor is asked about either.
  if (receipt.takenAt > nowMs + limits.clockSkewMs) return { is: 'from-the-future', receipt };
  if (verdict.kind === 'unknown-counter') return { is: 'unverified', receipt };
  return state === null ? { is: 'not-in-journal', receipt } : { is: 'known-here', receipt, state };
}

/**
 * Whether the money of it is to be counted as waiting, beside what this journal counts already: a row that is
 * known here is counted there or done with, and what nobody stands for is not counted.
 */
export function addsToPending(scanned: ScannedReceipt): boolean {
  switch (scanned.is) {
    case 'not-in-journal':
    case 'unverified':
      return true;
    case 'not-a-receipt':
    case 'forged':
    case 'from-the-future':
    case 'other-office':
    case 'known-here':
      return false;
    default:
      return assertNever(scanned);
  }
}

/** The code is typed by a scanner and begins so; nothing that a person looks for does. */
export function looksLikeReceiptCode(text: string): boolean {
  return text.includes('R1|');
}
