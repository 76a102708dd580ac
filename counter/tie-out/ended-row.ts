import { judgeRow } from './judge-row.ts';
import { type Claim, type MoneyRow, standingWord } from './row.ts';
import { type ToldRow, toldRow } from './tie-out.ts';

/** How a receipt that was not plainly credited found its end. */
export const rowEnds = ['moved', 'matched', 'resubmitted', 'refunded', 'cancelled'] as const;
export type RowEnd = (typeof rowEnds)[number];

export type EndedRow = ToldRow & { readonly end: RowEnd };

/** The receipts that are not plainly credited, each kind by rising seq. */
export interface ReportedRows {
  readonly unexplained: readonly ToldRow[];
  readonly ended: readonly EndedRow[];
}

/** Number and sum of the receipts that found one end. */
export interface EndSum {
  readonly end: RowEnd;
  readonly rows: number;
  readonly paise: number;
}

/**
 * A receipt that is explained and not plainly credited; null for every other one. `outcomeOf` tells how the
 * exceptions desk settled it, by the settlement that was credited.
 */
export function endedRow(
  row: MoneyRow,
  ackedSeq: number | null,
  outcomeOf: (settlement: Claim) => Exclude<RowEnd, 'cancelled'>,
): EndedRow | null {
  const verdict = judgeRow(row, ackedSeq);
  const told = toldRow(row.receipt, verdict);
  if (verdict.state === 'cancelled' || verdict.state === 'refunded') return { ...told, end: verdict.state };
  const credit = row.settlements.find((settlement) => standingWord(settlement)?.credit === 'applied');
  if (verdict.state !== 'settled' || credit === undefined) return null;
  return { ...told, end: outcomeOf(credit) };
}

/** One sum for every end, also for those that nothing found. */
export function sumEnds(rows: readonly EndedRow[]): EndSum[] {
  return rowEnds.map((end) => {
    const found = rows.filter((row) => row.end === end);
    return {
      end,
      rows: found.length,
      paise: found.reduce((paise, { amountPaise }) => paise + amountPaise, 0),
    };
  });
}
