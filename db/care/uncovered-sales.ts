import { limits } from '../../counter/limits.ts';
import type { ReadableDb } from '../connection.ts';
import { lastSeq } from '../entries.ts';
import { statement } from '../statement.ts';
import { lastCare } from './care-events.ts';

export interface UncoveredSale {
  readonly seq: number;
  readonly receiptNumber: string;
  readonly amountPaise: number;
  readonly at: number;
  readonly hash: string;
}

interface Row extends UncoveredSale {
  readonly kind: string;
  readonly counterfoil: 0 | 1;
}

const backwards = `SELECT seq, kind, receipt_number AS receiptNumber, amount_paise AS amountPaise, at, hash,
  EXISTS (SELECT 1 FROM print_job WHERE entry = entry.uid AND slip = 'counterfoil') AS counterfoil
  FROM entry WHERE seq <= ? AND seq > ? ORDER BY seq DESC`;

/**
 * The sales up to `throughSeq` that stand in one copy alone and on no counterfoil yet, oldest first. Read
 * backwards to the entry that brought the last counterfoil (a sale is on the next one) or to what the second
 * copy held when it was lost; never more than one counterfoil takes.
 */
export function uncoveredSales(db: ReadableDb, throughSeq: number): UncoveredSale[] {
  const heldSeq = lastCare(db, ['mirror-lost'])?.afterSeq ?? 0;
  const found: UncoveredSale[] = [];
  for (const { kind, counterfoil, ...sale } of statement<Row>(db, backwards).iterate(throughSeq, heldSeq)) {
    if (kind === 'recharge') found.push(sale);
    if (counterfoil === 1 || found.length === limits.counterfoilSalesMax) break;
  }
  return found.reverse();
}

/** Those that the next counterfoil would list. */
export function uncoveredNow(db: ReadableDb): UncoveredSale[] {
  return uncoveredSales(db, lastSeq(db));
}
