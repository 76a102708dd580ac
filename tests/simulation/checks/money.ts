import { type Chain, type Standing, standingOf } from '../../../counter/exception/chain.ts';
import type { CreditRow } from '../../../headend/reference/store.ts';
import type { Statement } from '../../../headend/statement-schemas.ts';

/** Each check says in a sentence what is broken; null while its invariant holds. */

/** I13: each rupee that was taken is credited once, or paid back once, or neither; never both. */
export function eachRupeeOnce(chains: readonly Chain[], credits: readonly CreditRow[]): string | null {
  const credited = new Map(credits.map((row) => [row.uid, row]));
  for (const { recharge, acts } of chains) {
    const rows = [recharge.uid, ...acts.map(({ uid }) => uid)].flatMap((uid) => credited.get(uid) ?? []);
    const paidBack = acts.filter(({ as }) => as !== 'settlement').length;
    if (rows.length + paidBack > 1) {
      return `recharge ${recharge.seq} was credited ${rows.length} times and paid back ${paidBack} times`;
    }
    const [row] = rows;
    if (row !== undefined && row.amountPaise !== recharge.amountPaise) {
      return `of recharge ${recharge.seq} over ${recharge.amountPaise} paise ${row.amountPaise} are credited`;
    }
  }
  return null;
}

/** Sums of recharges by where they stand at the counter. */
export type Sums = Readonly<Record<Standing['is'], number>>;

export function sumsOf(chains: readonly Chain[]): Sums {
  const sums: Record<Standing['is'], number> = {
    credited: 0,
    settled: 0,
    differs: 0,
    refunded: 0,
    cancelled: 0,
    unsent: 0,
    pending: 0,
    refused: 0,
    suspense: 0,
  };
  for (const chain of chains) sums[standingOf(chain).is] += chain.recharge.amountPaise;
  return sums;
}

/**
 * I14, the tie-out: what was taken, less what was cancelled and paid back, is what the head end credited,
 * once what still waits for somebody is put beside it. The head end's signed statement says the same.
 */
export function tiesOut(
  chains: readonly Chain[],
  credits: readonly CreditRow[],
  statement: Statement,
): string | null {
  const sums = sumsOf(chains);
  const taken = chains.reduce((sum, { recharge }) => sum + recharge.amountPaise, 0);
  const open = sums.unsent + sums.pending + sums.refused + sums.suspense;
  const credited = credits.reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  const due = taken - sums.cancelled - sums.refunded - open;
  if (due !== credited) return `the counter finds ${due} paise credited, the head end ${credited}`;
  const said = (pick: (day: Statement['days'][number]) => number): number =>
    statement.days.reduce((sum, day) => sum + pick(day), 0);
  const [recharges, stated] = [said((day) => day.rechargesPaise), said((day) => day.creditedPaise)];
  if (recharges !== taken) return `${taken} paise were taken, the statement says ${recharges}`;
  return stated === credited ? null : `${credited} paise are credited, the statement says ${stated}`;
}
