import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';

/** Entries `fromSeq` to `toSeq`, both with it. A list is read slice by slice, for sales go on beside it. */
export interface SeqSpan {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/**
 * uids of the recharges in a slice whose credit is not applied to that consumer with that amount. A few are
 * settled some other way: their chain tells.
 */
export function unconfirmedIn(db: ReadableDb, { fromSeq, toSeq }: SeqSpan): string[] {
  return uidsOf(db, unconfirmed, fromSeq, toSeq);
}

const unconfirmed = `SELECT uid FROM entry WHERE seq BETWEEN ? AND ? AND kind = 'recharge' AND NOT EXISTS (
  SELECT 1 FROM answer WHERE answer.seq = entry.seq AND credit = 'applied'
    AND ifnull(json_extract(text, '$.consumer'), consumer) = consumer
    AND ifnull(json_extract(text, '$.amountPaise'), amount_paise) = amount_paise) ORDER BY seq`;

/** uids of the recharges in a slice that were taken in an outage, by its uid. */
export function paidInOutage(db: ReadableDb, { fromSeq, toSeq }: SeqSpan, outage: string): string[] {
  const sql = `SELECT uid FROM entry WHERE seq BETWEEN ? AND ? AND kind = 'recharge'
    AND json_extract(body, '$.outage') = ? ORDER BY seq`;
  return uidsOf(db, sql, fromSeq, toSeq, outage);
}

/** uids of the recharges in a slice that were taken on a business date. */
export function paidOnDate(db: ReadableDb, { fromSeq, toSeq }: SeqSpan, businessDate: string): string[] {
  const sql = `SELECT uid FROM entry WHERE seq BETWEEN ? AND ? AND kind = 'recharge' AND business_date = ?
    ORDER BY seq`;
  return uidsOf(db, sql, fromSeq, toSeq, businessDate);
}

function uidsOf(db: ReadableDb, sql: string, ...values: readonly unknown[]): string[] {
  return statement<{ uid: string }>(db, sql)
    .all(...values)
    .map(({ uid }) => uid);
}

/** From the declaration of an outage to its end, or to the last entry while it is open. */
export function spanOfOutage(db: ReadableDb, outage: string): SeqSpan {
  const sql = `SELECT (SELECT seq FROM entry WHERE uid = ?) AS fromSeq,
    ifnull((SELECT min(seq) FROM entry WHERE ref = ? AND kind = 'outage closed'),
      (SELECT max(seq) FROM entry)) AS toSeq`;
  return spanOr(statement<NullableSpan>(db, sql).get(outage, outage));
}

/** From the first opening of a date to the first opening of a later one, or to the last entry. */
export function spanOfDate(db: ReadableDb, businessDate: string): SeqSpan {
  const opened = 'SELECT min(seq) FROM entry WHERE uid IN (SELECT day FROM day_state WHERE business_date';
  const sql = `SELECT (${opened} = ?)) AS fromSeq,
    ifnull((${opened} > ?)), (SELECT max(seq) FROM entry)) AS toSeq`;
  return spanOr(statement<NullableSpan>(db, sql).get(businessDate, businessDate));
}

interface NullableSpan {
  readonly fromSeq: number | null;
  readonly toSeq: number | null;
}

/** A slice of nothing where the outage or the date is not in the journal. */
function spanOr(span: NullableSpan | undefined): SeqSpan {
  return { fromSeq: span?.fromSeq ?? 1, toSeq: span?.fromSeq == null ? 0 : (span.toSeq ?? 0) };
}

export interface NamedOutage {
  readonly outage: string;
  readonly name: string;
  readonly since: number;
  readonly closedAt: number | null;
}

/** The open outage, else the one that ended last; null where none was ever declared. */
export function latestOutage(db: ReadableDb): NamedOutage | null {
  const sql = `SELECT outage, name, since, closed_at AS closedAt FROM outage_state
    ORDER BY closed_at IS NOT NULL, since DESC LIMIT 1`;
  return statement<NamedOutage>(db, sql).get() ?? null;
}

/** The newest business date of the journal; null before the first. */
export function latestBusinessDate(db: ReadableDb): string | null {
  const sql = 'SELECT max(business_date) AS businessDate FROM day_state';
  return statement<{ businessDate: string | null }>(db, sql).get()?.businessDate ?? null;
}

/** The day that was closed last; null before the first close. */
export function lastClosedDay(
  db: ReadableDb,
): { readonly businessDate: string; readonly closedAt: number } | null {
  const sql = `SELECT business_date AS businessDate, closed_at AS closedAt FROM day_state
    WHERE closed_at IS NOT NULL ORDER BY closed_at DESC LIMIT 1`;
  return statement<{ businessDate: string; closedAt: number }>(db, sql).get() ?? null;
}
