import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';

export interface RangeSums {
  readonly recharges: number;
  readonly sumPaise: number;
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
}

/** What the recharges among the entries `from` to `to` add up to, both inclusive. */
export function rangeSums(db: ReadableDb, from: number, to: number): RangeSums {
  const sums = statement<Pick<RangeSums, 'recharges' | 'sumPaise'>>(db, sumsSql).get(from, to);
  const receipt = (order: 'ASC' | 'DESC') =>
    statement<{ receipt: string }>(db, `${receiptSql} ORDER BY seq ${order} LIMIT 1`).get(from, to)
      ?.receipt ?? null;
  return {
    recharges: sums?.recharges ?? 0,
    sumPaise: sums?.sumPaise ?? 0,
    firstReceipt: receipt('ASC'),
    lastReceipt: receipt('DESC'),
  };
}

const sumsSql = `SELECT count(*) AS recharges, ifnull(sum(amount_paise), 0) AS sumPaise FROM entry
  WHERE seq BETWEEN ? AND ? AND kind = 'recharge'`;
const receiptSql =
  "SELECT receipt_number AS receipt FROM entry WHERE seq BETWEEN ? AND ? AND kind = 'recharge'";
