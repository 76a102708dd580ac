import type { TieOutScope } from '../counter/tie-out/scope.ts';
import type { ReadableDb } from './connection.ts';
import { readMoneyRows, type TieOutMoment, tieOutMoment, type TieOutPage } from './tie-out.ts';
import { statement } from './statement.ts';

/** What a tie-out reads, from a journal or from a copy of its entries. */
export interface TieOutSource {
  readonly counter: string;
  moment(scope: TieOutScope): TieOutMoment;
  page(moment: TieOutMoment, fromSeq: number): TieOutPage;
  /** Whether an entry of this uid asks for a credit, on whatever date. */
  asksForCredit(uid: string): boolean;
  /** The latest of this name; null for none. */
  outageNamed(name: string): { readonly outage: string; readonly name: string } | null;
  outageName(uid: string): string | null;
}

/** `db` is asked anew for each page: a journal that reopened itself has another connection. */
export function journalTieOutSource(counter: string, db: () => ReadableDb): TieOutSource {
  return {
    counter,
    moment: (scope) => tieOutMoment(db(), scope),
    page: (moment, fromSeq) => readMoneyRows(db(), moment, fromSeq),
    asksForCredit: (uid) => statement(db(), asksSql).get(uid) !== undefined,
    outageNamed: (name) => statement<{ outage: string; name: string }>(db(), namedSql).get(name) ?? null,
    outageName: (uid) => statement<{ name: string }>(db(), nameSql).get(uid)?.name ?? null,
  };
}

const asksSql = "SELECT 1 FROM entry WHERE uid = ? AND kind IN ('recharge', 'refusal settled')";
const namedSql = 'SELECT outage, name FROM outage_state WHERE name = ? ORDER BY since DESC LIMIT 1';
const nameSql = 'SELECT name FROM outage_state WHERE outage = ?';
